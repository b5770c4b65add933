import type {Domain} from '../model/sample.ts';
import {formatAge} from '../text/format.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {oldFrom} from '../usage/is-old.ts';
import type {Column, Row} from './column.ts';

/** The age of a domain's numbers if a person must not take them for new numbers. Empty: the numbers are new. */
export const ageText = ({age}: Pick<DomainUsage, 'age'>): string => (age > oldFrom ? formatAge(age) : '');

const shortStates: Readonly<Record<string, string>> = {shutdown: 'stopping', suspended: 'suspend'};

/** The text under STATE. */
export const stateText = ({busy, stateWord, state}: Domain): string =>
	busy ? 'busy' : (stateWord ?? shortStates[state] ?? state);

const state = ({usage}: Row): string => stateText(usage.domain);

/** The name of a user, or the id of a user without a name. */
export const userText = ({id, name}: NonNullable<Domain['user']>): string => name ?? String(id);

export const nameColumn: Column = {
	key: 'name',
	raw: 'name',
	noun: 'domain',
	header: 'NAME',
	help: 'Name of the domain; in brackets its process, where another row has its name or uuid; behind # a code where names would look alike.',
	kind: 'text',
	width: 12,
	most: 28,
	priority: 1,
	cut: 'middle',
	value: ({usage}) => usage.domain.name,
	mark: ({usage}) => usage.mark ?? '',
};

export const stateColumn: Column = {
	key: 'state',
	raw: 'state',
	noun: 'domain',
	header: 'STATE',
	help: "State in libvirt's words, or why it stands still, as io-error or saving; idle: it runs, and waits for work; busy: something holds it, so that it answers only in part.",
	kind: 'text',
	width: 8,
	priority: 3,
	value: ({usage}) => usage.domain.state,
	text: state,
	order: state,
};

export const ageColumn: Column = {
	key: 'age',
	raw: 'age',
	noun: 'domain',
	header: 'AGE',
	help: 'How old the numbers of this row are, seconds; empty up to three.',
	kind: 'age',
	width: 4,
	priority: 2,
	value: ({usage}) => usage.age,
	text: ({usage}) => ageText(usage),
	isBlank: ({usage}) => ageText(usage) === '',
};

export const stateReasonColumn: Column = {
	key: 'statereason',
	raw: 'stateReason',
	noun: 'domain',
	header: 'STATE REASON',
	help: 'Why the domain is in its state, where a reason is known.',
	kind: 'text',
	width: 12,
	most: 60,
	value: ({usage}) => usage.domain.stateReason,
	text: ({usage}) => usage.domain.stateReason ?? '',
};

/** Columns that say which domain a row belongs to, on every page; they are shown only if chosen. */
export const identityColumns: readonly Column[] = [
	{
		key: 'id',
		raw: 'id',
		noun: 'domain',
		header: 'ID',
		help: 'Process id or domain id while it runs.',
		kind: 'integer',
		width: 7,
		value: ({usage}) => usage.domain.id,
	},
	{
		key: 'uuid',
		raw: 'uuid',
		noun: 'domain',
		header: 'UUID',
		help: 'UUID; unknown where the domain has no UUID.',
		kind: 'text',
		width: 36,
		cut: 'middle',
		value: ({usage}) => usage.domain.uuid,
	},
	{
		key: 'host',
		raw: 'host',
		noun: 'domain',
		header: 'HOST',
		help: 'Host it runs on; behind NAME by itself where there are several. CSV and JSON have its id.',
		kind: 'text',
		width: 10,
		most: 20,
		cut: 'middle',
		value: ({usage}) => usage.host,
		text: ({hostName}) => hostName,
		order: ({hostName, usage}) => hostName ?? usage.host,
	},
	{
		key: 'uri',
		raw: 'uri',
		noun: 'domain',
		header: 'CONNECTION',
		help: 'Address of the connection it is shown from.',
		kind: 'text',
		width: 10,
		most: 30,
		cut: 'middle',
		value: ({usage}) => usage.uri,
	},
	{
		key: 'driver',
		raw: 'driver',
		noun: 'domain',
		header: 'DRIVER',
		help: 'Driver it is shown from.',
		kind: 'text',
		width: 9,
		value: ({usage}) => usage.driver,
	},
	{
		key: 'incarnation',
		raw: 'incarnation',
		noun: 'domain',
		header: 'INCARNATION',
		help: 'Changes whenever the counters start again: a reboot or a restart.',
		kind: 'text',
		width: 16,
		cut: 'middle',
		value: ({usage}) => usage.domain.incarnation,
	},
	{
		key: 'hostname',
		raw: 'hostName',
		noun: 'domain',
		header: 'HOSTNAME',
		help: 'Name of the host it runs on, in full.',
		kind: 'text',
		width: 10,
		most: 40,
		cut: 'middle',
		value: ({hostFullName}) => hostFullName,
	},
	{
		key: 'user',
		raw: 'user',
		noun: 'domain',
		header: 'USER',
		help: 'User who runs the process of the domain, where that is neither root nor you; behind NAME by itself where there is one.',
		kind: 'text',
		width: 8,
		most: 12,
		cut: 'middle',
		value: ({usage}) => usage.domain.user && userText(usage.domain.user),
		text: ({usage}) => (usage.domain.user ? undefined : ''),
	},
	stateReasonColumn,
];
