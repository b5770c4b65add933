import {columns} from '../columns/columns.ts';
import type {ConnectionStatus} from '../driver/driver.ts';
import type {TerminalStyle} from '../text/terminal-style.ts';
import type {History} from '../usage/history.ts';
import {type Totals, totalsOf} from '../usage/totals.ts';
import type {Usage} from '../usage/usage.ts';
import type {Overlay, View} from '../view/view.ts';
import {chooserLines} from './chooser-lines.ts';
import {type DeviceScene, deviceScene} from './device-scene.ts';
import {type DomainScene, domainScene} from './domain-scene.ts';
import {type HelpRow, helpRows} from './help-rows.ts';
import {layoutOf, leastSize, type Size, type Span, scrollSpan} from './layout.ts';
import {openedDomain} from './opened-domain.ts';
import {problemLines} from './problem-lines.ts';
import {type ShownNames, shownNames} from './shown-names.ts';
import {type Places, type TableScene, tableScene} from './table-scene.ts';
import type {TextLine} from './text-line.ts';

/** Lines that scroll, or a list to choose from. */
type ListScene = {
	readonly kind: 'problems' | 'columns';
	readonly lines: readonly TextLine[];
	readonly span: Span;
};
type HelpScene = {readonly kind: 'help'; readonly rows: readonly HelpRow[]; readonly span: Span};
/** `waiting`: nothing was read yet; `small`: there is no room. */
type BareScene = {readonly kind: 'waiting' | 'small'; readonly span: Span};

/** Values that are derived once from a refresh, however often it is drawn. */
type Derived = {
	readonly usage: Usage;
	readonly totals: Totals;
	/** Names of the domains. */
	readonly names: ShownNames;
	/** Row keys of domains with a problem. */
	readonly troubled: ReadonlySet<string>;
};

/** What the screen shows: the last refresh through the person's view, at one size. */
export type Scene = {
	readonly usage: Usage | undefined;
	readonly derived: Derived | undefined;
	/** Status of each connection by its URI, as it is right now. */
	readonly statuses: ReadonlyMap<string, ConnectionStatus>;
	/** The person's view; its selection is on a line that is there. */
	readonly view: View;
	readonly size: Size;
	readonly terminalStyle: TerminalStyle;
	/** Undefined: a single frame has no history. */
	readonly history?: History | undefined;
	/** For the help: the label of each key, and what it does. Undefined: a single frame has no keys. */
	readonly keyHelp?: readonly HelpRow[] | undefined;
	readonly body: TableScene | DomainScene | DeviceScene | HelpScene | ListScene | BareScene;
	/** Where the columns stood in the table shown last: behind help and a domain's page they keep their places. */
	readonly places: Places | undefined;
};

/** What a scene is made of. */
export type SceneSource = Omit<Scene, 'body' | 'derived' | 'places'>;

const troubledOf = ({problems, domains}: Usage): ReadonlySet<string> => {
	if (problems.length === 0) {
		return new Set();
	}

	const keys = new Set(problems.map(({uri, domain}) => `${uri}\n${domain}`));
	return new Set(
		domains.filter(({uri, domain}) => keys.has(`${uri}\n${domain.key}`)).map(({rowKey}) => rowKey),
	);
};

const derive = (before: Derived | undefined, usage: Usage | undefined): Derived | undefined => {
	if (!usage || before?.usage === usage) {
		return usage && before;
	}

	const names = shownNames(
		usage.domains.map(({domain}) => domain.name),
		before?.names,
	);
	return {usage, totals: totalsOf(usage), names, troubled: troubledOf(usage)};
};

const bare = (kind: BareScene['kind']): BareScene => ({kind, span: scrollSpan(0, 0, 1)});

const overlayBody = (overlay: Overlay, source: SceneSource, height: number): HelpScene | ListScene => {
	const {usage, view, size} = source;
	if (overlay.kind === 'columns') {
		const {cursor, chosen} = overlay;
		const count = columns[view.page].length;
		return {
			kind: 'columns',
			lines: chooserLines(view.page, chosen, cursor, height),
			span: {count, index: cursor, step: height, keyAt: () => undefined},
		};
	}

	if (overlay.kind === 'problems') {
		const lines = problemLines(usage?.problems ?? [], usage?.at ?? 0, size.columns);
		const span = scrollSpan(lines.length, overlay.scroll, height);
		return {kind: 'problems', lines: lines.slice(span.index, span.index + height), span};
	}

	// Three bars and a space on either side of both cells.
	const rows = helpRows(view.page, source.keyHelp ?? [], size.columns - 7);
	const span = scrollSpan(rows.length, overlay.scroll, height);
	return {kind: 'help', rows: rows.slice(span.index, span.index + height), span};
};

const bodyOf = (
	source: SceneSource,
	before: Scene | undefined,
	derived: Derived | undefined,
): Scene['body'] => {
	const {usage, view, size, terminalStyle} = source;
	const {body} = layoutOf(size);
	if (size.columns < leastSize.columns || size.rows < leastSize.rows) {
		return bare('small');
	}

	if (view.overlay) {
		// The overlay's title takes one line.
		return overlayBody(view.overlay, source, Math.max(1, body - 1));
	}

	if (!usage || !derived) {
		return bare('waiting');
	}

	const {opened} = view;
	if (!opened) {
		const last = {table: before?.body.kind === 'table' ? before.body : undefined, places: before?.places};
		return tableScene(last, usage, view, size, body, source.history !== undefined, terminalStyle.ascii);
	}

	const domain = openedDomain(usage, opened);
	const {names} = derived;
	const last = before?.body.kind === 'device' ? before.body : undefined;
	return opened.device
		? deviceScene(usage, domain, opened, opened.device, size, body, terminalStyle, names, last)
		: domainScene(usage, domain, opened, view, size, body, terminalStyle, names);
};

const settled = (view: View, body: Scene['body']): View => {
	switch (body.kind) {
		case 'table': {
			return view.selections[view.page] === body.selection
				? view
				: {...view, selections: {...view.selections, [view.page]: body.selection}};
		}

		case 'domain': {
			return view.opened ? {...view, opened: {...view.opened, selection: body.selection}} : view;
		}

		case 'device': {
			return view.opened ? {...view, opened: {...view.opened, scroll: body.span.index}} : view;
		}

		case 'help':
		case 'problems': {
			return {...view, overlay: {kind: body.kind, scroll: body.span.index}};
		}

		default: {
			return view;
		}
	}
};

/** The present status of each connection of the last refresh; before the first refresh, every status that was reported. */
const presentStatuses = ({usage, statuses}: SceneSource): Scene['statuses'] =>
	usage ? new Map(usage.connections.map(({uri, status}) => [uri, statuses.get(uri) ?? status])) : statuses;

const placesOf = (body: Scene['body']): Places | undefined =>
	body.kind === 'table' ? {page: body.source.view.page, placed: body.placed} : undefined;

/** @param before the previous scene; parts that did not change are used again. */
export const sceneOf = (source: SceneSource, before?: Scene): Scene => {
	const derived = derive(before?.derived, source.usage);
	const body = bodyOf(source, before, derived);
	return {
		...source,
		statuses: presentStatuses(source),
		derived,
		view: settled(source.view, body),
		body,
		places: placesOf(body) ?? before?.places,
	};
};
