import {parseXml, XmlElement} from '@rgrove/parse-xml';
import {deviceLimits} from '../../../source/model/domain-bounds.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {Description, DiskDescription, NicDescription} from './description.ts';

/** Characters of the longest XML that is read. A domain with a thousand disks has half as many. */
const longest = 1024 ** 2;
/** Tags that an XML may have. A domain with a thousand disks has half as many. */
const tagLimit = 32_768;

const childrenOf = (parent: XmlElement | undefined): readonly XmlElement[] =>
	parent?.children.filter((node) => node instanceof XmlElement) ?? [];

const childOf = (parent: XmlElement | undefined, name: string): XmlElement | undefined =>
	childrenOf(parent).find((child) => child.name === name);

/** An attribute, cleaned. Undefined: it is missing or empty. */
const attributeOf = (
	element: XmlElement | undefined,
	name: string,
	limit: number = textLimits.name,
): string | undefined => {
	const text = element?.attributes[name];
	return text ? cleanText(text, limit) : undefined;
};

const wholeNumber = (text: string | undefined): number | undefined => {
	const digits = text?.trim() ?? '';
	return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
};

/** `rbd:pool/image`. Where the XML gives no name, the server: `nbd://host:port`. */
const networkSource = (source: XmlElement): string | undefined => {
	const protocol = attributeOf(source, 'protocol');
	if (protocol === undefined) {
		return undefined;
	}

	const name = attributeOf(source, 'name', textLimits.path);
	const host = childOf(source, 'host');
	const port = attributeOf(host, 'port');
	const address = attributeOf(host, 'name') ?? attributeOf(host, 'socket', textLimits.path);
	if (name !== undefined || address === undefined) {
		return `${protocol}:${name ?? ''}`;
	}

	return `${protocol}://${address}${port === undefined ? '' : `:${port}`}`;
};

const sourceOf = (disk: XmlElement): string | undefined => {
	const source = childOf(disk, 'source');
	if (!source) {
		return undefined;
	}

	const volume = attributeOf(source, 'volume');
	return (
		attributeOf(source, 'file', textLimits.path) ??
		attributeOf(source, 'dev', textLimits.path) ??
		attributeOf(source, 'dir', textLimits.path) ??
		networkSource(source) ??
		(volume === undefined ? undefined : `${attributeOf(source, 'pool') ?? ''}/${volume}`) ??
		attributeOf(source, 'path', textLimits.path)
	);
};

/** A disk without a target cannot be named, and libvirt makes no disk of it. */
const readDisk = (disk: XmlElement): readonly DiskDescription[] => {
	const name = attributeOf(childOf(disk, 'target'), 'dev');
	if (name === undefined) {
		return [];
	}

	const source = sourceOf(disk);
	const backend = attributeOf(childOf(disk, 'driver'), 'name');
	return [{name, ...(source === undefined ? {} : {source}), ...(backend === undefined ? {} : {backend})}];
};

const readNic = (nic: XmlElement): NicDescription => {
	const name = attributeOf(childOf(nic, 'target'), 'dev');
	const mac = attributeOf(childOf(nic, 'mac'), 'address')?.toLowerCase();
	return {...(name === undefined ? {} : {name}), ...(mac === undefined ? {} : {mac})};
};

/** Each `<` begins an element's start or end, or something that costs less. */
const hasTooManyTags = (xml: string): boolean => {
	let place = -1;
	for (let count = 0; count <= tagLimit; count += 1) {
		place = xml.indexOf('<', place + 1);
		if (place < 0) {
			return false;
		}
	}

	return true;
};

/** The root of a domain's XML. Undefined: the text is too long, no XML, or the XML of something else. */
const readRoot = (xml: string): XmlElement | undefined => {
	if (xml.length > longest || hasTooManyTags(xml)) {
		return undefined;
	}

	try {
		const {root} = parseXml(xml);
		return root?.name === 'domain' ? root : undefined;
	} catch {
		return undefined;
	}
};

/**
What domtop takes from a domain's XML (libvirt's "Domain XML format"). All texts are cleaned.
@returns undefined where the text is no well-formed XML of a domain, or is larger than any domain's XML
*/
export const readDescription = (xml: string): Description | undefined => {
	const root = readRoot(xml);
	if (!root) {
		return undefined;
	}

	const devices = childrenOf(childOf(root, 'devices'));
	const called = (name: string, limit = 1) =>
		devices.filter((device) => device.name === name).slice(0, limit);
	const [balloon] = called('memballoon');
	const vcpu = childOf(root, 'vcpu');
	const vcpuCount = wholeNumber(attributeOf(vcpu, 'current')) ?? wholeNumber(vcpu?.text);
	const hasOtherMemory = devices.some(
		({name, attributes}) => name === 'memory' && attributes.model !== 'dimm',
	);
	const isContainer = childOf(childOf(root, 'os'), 'type')?.text.trim() === 'exe';
	return {
		balloon: balloon && balloon.attributes.model !== 'none' ? 'present' : 'absent',
		period: wholeNumber(attributeOf(childOf(balloon, 'stats'), 'period')) ?? 0,
		...(hasOtherMemory ? {hasOtherMemory} : {}),
		...(isContainer ? {isContainer} : {}),
		...(vcpuCount === undefined ? {} : {vcpuCount}),
		disks: called('disk', deviceLimits.disks).flatMap(readDisk),
		nics: called('interface', deviceLimits.nics).map(readNic),
	};
};
