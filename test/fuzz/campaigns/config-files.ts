import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../../../source/driver/usage-error.ts';
import {mergeWritten} from '../../../source/options/command-line.ts';
import {readConfigFile} from '../../../source/options/config-file.ts';
import {optionTable} from '../../../source/options/option-table.ts';
import {parseOptions} from '../../../source/options/options.ts';
import {makeTrustedFolder, thisUser} from '../../helpers/trusted-folder.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {madeUri} from '../made-uri.ts';
import {mutateText} from '../mutate-bytes.ts';
import {jsonText, mutateValue} from '../mutate-value.ts';
import {oddText} from '../odd-values.ts';
import {refusalFaults} from './options.ts';

const sizeLimit = 10_000_000;

const sane = {
	connect: ['qmp:', 'qemu+ssh://host/system'],
	delay: 1,
	sort: 'cpu',
	reverse: true,
	filter: 'web',
	view: 'disks',
	columns: 'name,io',
	'balloon-period': 2,
	'read-only': false,
	'vbd-sectors': '512',
	ascii: false,
	'no-color': true,
};

const madeUp = (chance: Chance): unknown => {
	const some = Object.entries(sane).filter(() => chance.happens(0.3));
	return mutateValue(chance, {
		...Object.fromEntries(some),
		...(chance.happens(0.3) ? {connect: madeUri(chance)} : {}),
		...(chance.happens(0.1) ? {[oddText(chance)]: oddText(chance)} : {}),
		...(chance.happens(0.1) ? {[chance.pick(optionTable).name]: oddText(chance)} : {}),
	});
};

/** What may stand in the config file. */
export const configFiles: Campaign = {
	name: 'config-files',
	round: 200,
	open: () => {
		const folder = makeTrustedFolder();
		const path = join(folder, 'config.json');
		return {
			next: (chance) => {
				const whole = jsonText(madeUp(chance));
				const text = chance.happens(0.4) ? mutateText(chance, whole, chance.size(sizeLimit)) : whole;
				return {
					input: text,
					check: async () => {
						writeFileSync(path, text);
						try {
							const written = await readConfigFile(path, thisUser);
							parseOptions(mergeWritten(written, new Map()), []);
							return [];
						} catch (error) {
							if (error instanceof UsageError) {
								return refusalFaults(error);
							}

							throw error;
						}
					},
				};
			},
			close: () => rmSync(folder, {recursive: true, force: true}),
		};
	},
};
