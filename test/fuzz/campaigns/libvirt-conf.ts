import {quotedLines, strayLines} from '../../../drivers/libvirt/transport/stray-text.ts';
import {defaultAddress} from '../../../source/options/libvirt-config/default-address.ts';
import {parseVirconf, VirconfError} from '../../../source/options/libvirt-config/parse-virconf.ts';
import {attempt, type Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {madeUri} from '../made-uri.ts';
import {mutateBytes, mutateText} from '../mutate-bytes.ts';
import {oddText} from '../odd-values.ts';
import {controlFaults} from '../text-faults.ts';

/** Of a larger file nothing is read. */
const sizeLimit = 256 * 1024;

const sample = `# aliases
uri_aliases = [
  "hail=qemu+ssh://root@hail/system", # mine
  'sleet=qemu:///system',
]
uri_default = "hail"
other = """a "long" text"""
number = -12
`;

const pieces = ['"', "'", '"""', '[', ']', ',', '=', '#', '\n', ' ', 'uri_default', 'uri_aliases', '1', '\\'];

const someFile = (chance: Chance): string => {
	const size = chance.size(sizeLimit);
	return chance.happens(0.5)
		? mutateText(chance, sample, size)
		: Array.from({length: Math.min(size, 50_000)}, () =>
				chance.happens(0.8) ? chance.pick(pieces) : oddText(chance, 6),
			).join('');
};

const banner = Buffer.from('Welcome to \u001B[1mhost-17\u001B[0m!\r\n\u001B]0;title\u0007No mail.\n\0\0\0$');

/** libvirt.conf and the variables of libvirt's clients, and what a far shell prints in place of libvirt's protocol. */
export const libvirtConf: Campaign = {
	name: 'libvirt-conf',
	round: 200,
	open: () => ({
		next: (chance) => {
			const [file, uri] = [someFile(chance), madeUri(chance)];
			const said = mutateBytes(chance, banner, chance.size(4096));
			return {
				input: {file, uri, said: said.toString('latin1')},
				check: () => {
					attempt([VirconfError], () => parseVirconf(file));
					const config = {path: '/etc/libvirt/libvirt.conf', aliases: new Map([[oddText(chance, 3), uri]])};
					const {preset, trouble = ''} = defaultAddress({LIBVIRT_DEFAULT_URI: uri}, config);
					return [
						...controlFaults(trouble, 'why it is not used'),
						...controlFaults(preset?.address.uri ?? '', 'the address'),
						...controlFaults(quotedLines(strayLines(said)), 'what was said'),
					];
				},
			};
		},
	}),
};
