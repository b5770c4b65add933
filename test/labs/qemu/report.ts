/** One line of `domtop --json`, as far as the lab reads it. What is unknown is absent. */
export type Report = {
	readonly time: string;
	readonly interval?: number;
	readonly domains: readonly DomainReport[];
	readonly problems: ReadonlyArray<{
		readonly domain?: string;
		readonly message: string;
		readonly advice: string;
	}>;
};

export type DiskReport = {
	readonly name: string;
	readonly source?: string;
	readonly readBytes?: number;
	readonly writeBytes?: number;
	readonly readRequests?: number;
	readonly writeRequests?: number;
	readonly flushRequests?: number;
	readonly readTimeSeconds?: number;
	readonly writeTimeSeconds?: number;
	readonly readBytesPerSecond?: number;
	readonly writeBytesPerSecond?: number;
};

export type NicReport = {
	readonly name: string;
	readonly mac?: string;
	readonly receiveBytes?: number;
	readonly transmitBytes?: number;
	readonly receivePackets?: number;
	readonly transmitPackets?: number;
};

export type DomainReport = {
	readonly uuid?: string;
	readonly name: string;
	readonly state: string;
	readonly incarnation: string;
	readonly age: number;
	readonly cpuSeconds?: number;
	readonly cpuPercent?: number;
	readonly memory: {
		readonly balloonState: string;
		readonly currentKiB?: number;
		readonly residentKiB?: number;
		readonly period?: number;
		readonly statsAge?: number;
		readonly stats?: ReadonlyArray<{readonly tag: string; readonly value: number}>;
	};
	readonly disks?: readonly DiskReport[];
	readonly nics?: readonly NicReport[];
};
