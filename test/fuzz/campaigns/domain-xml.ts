import {readDescription} from '../../../drivers/libvirt/mapping/read-description.ts';
import {capturedText} from '../../drivers/libvirt/mapping/captured-records.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {mutateText} from '../mutate-bytes.ts';
import {oddNumberText, oddText} from '../odd-values.ts';
import {valueFaults} from '../text-faults.ts';

/** Above 1 MiB nothing is read. */
const sizeLimit = 10_000_000;

const names = ['domain', 'devices', 'disk', 'interface', 'target', 'source', 'driver', 'mac', 'memballoon'];
const attributes = ['dev', 'file', 'name', 'protocol', 'address', 'period', 'model', 'current', 'port'];

/** A value as libvirt writes it; now and then with what XML cannot have. */
const value = (chance: Chance): string => {
	const text = chance.happens(0.6) ? oddText(chance) : oddNumberText(chance);
	const legal = text.toWellFormed().replaceAll(/[\0-\u0008\u000B\u000C\u000E-\u001F]/g, '\u009B');
	return (chance.happens(0.95) ? legal : text).replaceAll(
		/[<&']/g,
		chance.happens(0.95) ? '&#39;' : chance.pick(['&amp;', '&#x1b;', '&e;', '<']),
	);
};

const anyElement = (chance: Chance, depth: number): string => {
	const name = chance.happens(0.9) ? chance.pick(names) : oddText(chance, 4);
	const inner =
		depth > 5 ? '' : Array.from({length: chance.below(4)}, () => anyElement(chance, depth + 1)).join('');
	return `<${name} ${chance.pick(attributes)}='${value(chance)}'>${inner}</${name}>`;
};

/** Mostly a device as libvirt describes it. */
const element = (chance: Chance, depth: number): string => {
	const source = chance.pick(['file', 'dev', 'dir', 'protocol', 'volume', 'path']);
	return chance.pick([
		() => anyElement(chance, depth),
		() =>
			`<disk><driver name='${value(chance)}'/><source ${source}='${value(chance)}'/><target dev='${value(chance)}'/></disk>`,
		() => `<interface><mac address='${value(chance)}'/><target dev='${value(chance)}'/></interface>`,
		() => `<memballoon model='${value(chance)}'><stats period='${value(chance)}'/></memballoon>`,
	])();
};

const entities = (chance: Chance): string =>
	`<!DOCTYPE domain [${Array.from({length: 9}, (_, level) => `<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`).join('')}]><domain>&e${chance.below(10)};</domain>`;

/** What libvirt says that a domain is made of. */
export const domainXml: Campaign = {
	name: 'domain-xml',
	round: 200,
	open: () => {
		const captured = ['dumpxml-chain', 'dumpxml-lab1', 'dumpxml-odd', 'dumpxml-test'].map(capturedText);
		const someXml = (chance: Chance): string => {
			const size = chance.size(sizeLimit);
			const kind = chance.unit();
			if (kind < 0.5) {
				return mutateText(chance, chance.pick(captured), size);
			}

			if (kind < 0.52) {
				return entities(chance);
			}

			const devices = Array.from({length: 1 + Math.min(size / 30, 30_000)}, () => element(chance, 3)).join(
				'',
			);
			return size > 1000 && kind < 0.7
				? '<domain>'.repeat(size / 8)
				: `<domain><vcpu current='${oddNumberText(chance)}'/><devices>${devices}</devices></domain>`;
		};

		return {
			next: (chance) => {
				const xml = someXml(chance);
				return {input: xml, check: () => valueFaults(readDescription(xml) ?? {}, 'the description')};
			},
		};
	},
};
