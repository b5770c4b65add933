import {hostTitle} from '../scene/host-title.ts';
import {openedDomain} from '../scene/opened-domain.ts';
import type {Scene} from '../scene/scene.ts';
import {selectedRow} from '../scene/table-scene.ts';
import {withoutDot} from '../text/without-dot.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {delayAnswer, filterAnswer, periodAnswer} from '../view/answer.ts';
import {emptied, eraseFrom, type Prompt, pasteInto, typeInto} from '../view/prompt.ts';
import type {Key, Step} from './key.ts';
import {message} from './key.ts';
import type {Paste} from './terminal-input/paste-reader.ts';

/** The domain that a key acts on: the opened domain, else the selected domain. */
const subject = ({body, view, usage}: Scene): DomainUsage | undefined =>
	view.opened
		? openedDomain(usage, view.opened)
		: body.kind === 'table'
			? selectedRow(body)?.usage
			: undefined;

const askPeriod = (scene: Scene): readonly Step[] => {
	const usage = subject(scene);
	if (!usage) {
		return [message('No domain is selected.', true)];
	}

	const {rowKey, domain, host} = usage;
	const {incarnation, memory} = domain;
	// Two hosts may each have a domain of this name, and so may two users; the period is set on one domain.
	const name = [
		`${domain.name}${usage.mark ?? ''}`,
		...(scene.usage ? hostTitle(scene.usage, host) : []),
	].join(' ');
	if (memory.periodRefusal !== undefined) {
		const reason = withoutDot(memory.periodRefusal);
		return [message(`The balloon period of ${name} cannot be set: ${reason}.`, true)];
	}

	const asked = {rowKey, incarnation, name, period: memory.period};
	return [{type: 'prompt', prompt: {kind: 'period', text: '', subject: asked}}];
};

const openPrompt = (prompt: Prompt | undefined): Step => ({type: 'prompt', prompt});

/** Keys that open a prompt on the last line. */
export const promptKeys: readonly Key[] = [
	{
		inputs: ['/'],
		label: '/',
		help: 'Filter by a part of name, uuid or state; enter keeps it, esc drops it.',
		places: ['table'],
		act: ({view}) => [openPrompt({kind: 'filter', text: view.filter})],
	},
	{
		inputs: ['p'],
		label: 'p',
		help: 'Set the balloon statistics period of the selected or opened domain; 0 stops. It stays so after domtop ends.',
		places: ['table', 'domain', 'device'],
		act: askPeriod,
	},
	{
		inputs: ['d'],
		label: 'd',
		help: 'Set the delay between two refreshes, seconds.',
		act: ({view}) => [openPrompt({kind: 'delay', text: '', delay: view.delay})],
	},
];

const refuse = (prompt: Prompt, error: string): readonly Step[] => [openPrompt({...prompt, error})];

const enter = (prompt: Prompt): readonly Step[] => {
	if (prompt.kind === 'filter') {
		const answer = filterAnswer(prompt);
		return 'error' in answer ? refuse(prompt, answer.error) : [openPrompt(undefined)];
	}

	const answer = prompt.kind === 'delay' ? delayAnswer(prompt) : periodAnswer(prompt);
	if (answer === undefined) {
		return [openPrompt(undefined), message('Nothing was changed.')];
	}

	if ('error' in answer) {
		return refuse(prompt, answer.error);
	}

	const {value} = answer;
	return prompt.kind === 'delay'
		? [openPrompt(undefined), {type: 'delay', delay: value}, message(`A refresh every ${value} s.`)]
		: [openPrompt(undefined), {type: 'setPeriod', subject: prompt.subject, seconds: value}];
};

/** A filter applies as it is typed; an invalid filter leaves the former filter in place. */
const edited = (prompt: Prompt): readonly Step[] => {
	const filter = prompt.kind === 'filter' ? filterAnswer(prompt) : undefined;
	return [
		openPrompt(prompt),
		...(filter && 'value' in filter ? [{type: 'filter', filter: filter.value} as const] : []),
	];
};

const leave = (prompt: Prompt): readonly Step[] => [
	openPrompt(undefined),
	...(prompt.kind === 'filter' ? [{type: 'filter', filter: ''} as const] : [message('Nothing was changed.')]),
];

/** The steps of a key while a prompt is open: every character goes into the answer. */
export const promptSteps = (prompt: Prompt, keystroke: string): readonly Step[] => {
	switch (keystroke) {
		case 'enter': {
			return enter(prompt);
		}

		case 'escape': {
			return leave(prompt);
		}

		case 'backspace': {
			return edited(eraseFrom(prompt));
		}

		case 'ctrl-u': {
			return edited(emptied(prompt));
		}

		default: {
			return [...keystroke].length === 1 ? edited(typeInto(prompt, keystroke)) : [];
		}
	}
};

/** The steps of a paste while a prompt is open. */
export const pasteSteps = (prompt: Prompt, {text, dropped}: Paste): readonly Step[] =>
	edited(pasteInto(prompt, text, dropped));
