import {type Answer, type Bytes, fromBytes} from './entry.ts';
import type {FileQuestion, FolderEntry} from './file-question.ts';

/** Asks the kernel. */
export type Ask = (question: FileQuestion) => Answer;

/** Places of mounts that every machine has. Other mounts tell of the machine that the lab runs on. */
const usualMount = /^\/(?:(?:proc|sys|dev|run|tmp|var|etc)(?:\/.*)?)?$/;

/** As /proc/<pid>/mountinfo, without sources and options. */
const plainMounts = (text: string): string =>
	text
		.split('\n')
		.flatMap((line) => {
			const [, start, place = '', type] = /^(\S+ \S+ \S+) \S+ (\S+) .* - (\S+) /.exec(line) ?? [];
			return start !== undefined && usualMount.test(place)
				? `${start} / ${place} rw - ${type} none rw\n`
				: [];
		})
		.join('');

/** Files that name the machine, and what a recording says instead. */
const names: Readonly<Record<string, (text: string) => string>> = {
	'/proc/sys/kernel/hostname': () => 'lab\n',
	'/proc/sys/kernel/random/boot_id': () => '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4eff\n',
	'/proc/sys/kernel/osrelease': (text) => text.replace(/^(\d+\.\d+).*/, '$1'),
};

const textOf = (answer: Answer): string =>
	'value' in answer ? fromBytes(answer.value as Bytes).toString('latin1') : '';

/**
Hides what a lab's machine has beside the lab: its name, its mounts, processes whose command line names one of these places,
and folders there. The driver that is recorded does not see it either.
@param places such as the folder of this project.
*/
export const disguised = (ask: Ask, places: readonly string[]): Ask => {
	const isOutside = (pid: string): boolean => {
		const words = textOf(ask({call: 'text', path: `/proc/${pid}/cmdline`}));
		return Number(pid) === process.pid || places.some((place) => words.includes(place));
	};

	return (question) => {
		const {call, path} = question;
		const [, pid] = /^\/proc\/(\d+)(?:\/|$)/.exec(path) ?? [];
		if (pid !== undefined && isOutside(pid)) {
			return {code: 'ENOENT', call: 'open'};
		}

		const answer = ask(question);
		if (!('value' in answer)) {
			return answer;
		}

		if (call === 'list' && path === '/proc') {
			const entries = answer.value as readonly FolderEntry[];
			return {value: entries.filter(({name}) => !/^\d+$/.test(name) || !isOutside(name))};
		}

		if (call === 'text' && path.endsWith('/mountinfo')) {
			return {value: {text: plainMounts(textOf(answer))}};
		}

		if (call === 'link' && places.some((place) => String(answer.value).includes(place))) {
			return {value: '/'};
		}

		const name = names[path];
		return call === 'text' && name ? {value: {text: name(textOf(answer))}} : answer;
	};
};
