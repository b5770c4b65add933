/** One device of a domain. */
export type Device = {
	readonly kind: 'disk' | 'nic' | 'vcpu';
	/** Name, or number of a vCPU; unique within its kind. */
	readonly name: string;
};

/** Key of a device's row, the same on the device's page and on its domain's page. */
export const deviceKey = (rowKey: string, {kind, name}: Device): string => `${rowKey}/${kind}/${name}`;
