/** One line of `domtop --json`, as far as the lab reads it. Undefined: unknown. */
export type Report = {
	readonly time: string;
	readonly interval?: number;
	readonly connections: ReadonlyArray<{
		readonly uri: string;
		readonly driver: string;
		readonly state: string;
		readonly host?: string;
	}>;
	readonly hosts: ReadonlyArray<{
		readonly cpus?: number;
		readonly memoryKiB?: number;
		readonly memoryFreeKiB?: number;
		readonly cpuPercent?: number;
	}>;
	readonly domains: readonly DomainReport[];
	readonly problems: ReadonlyArray<{
		readonly uri: string;
		readonly kind: string;
		readonly domain?: string;
		readonly message: string;
		readonly advice: string;
	}>;
};

export type DiskReport = {
	readonly name: string;
	/** Seconds over which its rates were measured, where they differ from its domain's. */
	readonly interval?: number;
	readonly source?: string;
	readonly backend?: string;
	readonly readBytes?: number;
	readonly writeBytes?: number;
	readonly readRequests?: number;
	readonly writeRequests?: number;
	readonly flushRequests?: number;
	readonly discardRequests?: number;
	readonly waitedRequests?: number;
	readonly readTimeSeconds?: number;
	readonly writeTimeSeconds?: number;
	readonly readBytesPerSecond?: number;
	readonly writeBytesPerSecond?: number;
	readonly readRequestsPerSecond?: number;
	readonly writeRequestsPerSecond?: number;
	readonly flushRequestsPerSecond?: number;
	readonly readSectors?: number;
	readonly writeSectors?: number;
	readonly sectorBytes?: number;
	readonly physicalSectorBytes?: number;
	readonly reason?: string;
};

export type NicReport = {
	readonly name: string;
	readonly mac?: string;
	readonly receiveBytes?: number;
	readonly transmitBytes?: number;
	readonly receivePackets?: number;
	readonly transmitPackets?: number;
	readonly receiveBytesPerSecond?: number;
	readonly transmitBytesPerSecond?: number;
	readonly receivePacketsPerSecond?: number;
	readonly transmitPacketsPerSecond?: number;
	readonly reason?: string;
};

export type DomainReport = {
	readonly readBytesPerSecond?: number;
	readonly writeBytesPerSecond?: number;
	/** Only for containers. */
	readonly diskSum?: {readonly readBytes?: number; readonly writeBytes?: number; readonly reason?: string};
	readonly key: string;
	readonly uri: string;
	readonly driver: string;
	readonly id?: number;
	readonly uuid?: string;
	readonly name: string;
	readonly state: string;
	readonly stateReason?: string;
	readonly incarnation: string;
	readonly age: number;
	readonly unproven?: true;
	/** Seconds between the two readings from which its rates come. */
	readonly interval?: number;
	readonly busy?: {readonly reason: string; readonly seconds: number};
	readonly cpuSeconds?: number;
	readonly cpuPercent?: number;
	readonly vcpuCount?: number;
	/** Only on the page of vCPUs. */
	readonly vcpus?: ReadonlyArray<{
		readonly index: number;
		readonly cpuSeconds?: number;
		readonly cpuPercent?: number;
		readonly waitPercent?: number;
	}>;
	readonly memory: {
		readonly balloonState: string;
		readonly currentKiB?: number;
		readonly maximumKiB?: number;
		readonly targetKiB?: number;
		readonly residentKiB?: number;
		readonly period?: number;
		readonly periodRefusal?: string;
		readonly statsAge?: number;
		readonly stats?: ReadonlyArray<{readonly tag: string; readonly value: number}>;
	};
	readonly disks?: readonly DiskReport[];
	readonly nics?: readonly NicReport[];
};
