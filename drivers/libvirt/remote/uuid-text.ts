/** Of sixteen bytes: lower case with dashes. */
export const uuidText = (bytes: Buffer): string => {
	const digits = bytes.toString('hex');
	return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
};

/** The sixteen bytes of such a text. */
export const uuidBytes = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex');
