import type {CpuBase} from '../columns/column.ts';
import type {Action} from './action.ts';
import {firstRow} from './selection.ts';
import type {Opened, Overlay, View} from './view.ts';

const nextBase: Readonly<Record<CpuBase, CpuBase>> = {cpu: 'host', host: 'domain', domain: 'cpu'};

const movedOverlay = (overlay: Overlay, index: number): Overlay =>
	overlay.kind === 'columns' ? {...overlay, cursor: index} : {...overlay, scroll: index};

const movedInside = (opened: Opened, index: number, key: string | undefined): Opened =>
	opened.device ? {...opened, scroll: index} : {...opened, selection: {...opened.selection, index, key}};

const move = (view: View, index: number, key: string | undefined): View => {
	if (view.overlay) {
		return {...view, overlay: movedOverlay(view.overlay, index)};
	}

	if (view.opened) {
		return {...view, opened: movedInside(view.opened, index, key)};
	}

	const selection = {...view.selections[view.page], index, key};
	return {...view, selections: {...view.selections, [view.page]: selection}};
};

const back = (view: View): View => {
	const {overlay, opened} = view;
	if (overlay) {
		return {...view, overlay: undefined};
	}

	return {...view, opened: opened?.device ? {...opened, device: undefined, scroll: 0} : undefined};
};

const toggled = (overlay: Overlay | undefined, column: string): Overlay | undefined => {
	if (overlay?.kind !== 'columns') {
		return overlay;
	}

	const chosen = new Set(overlay.chosen);
	if (!chosen.delete(column)) {
		chosen.add(column);
	}

	return {...overlay, chosen};
};

/** The view after one action. The function is pure, and total over all actions. */
export const reduceView = (view: View, action: Action): View => {
	switch (action.type) {
		case 'page': {
			return {...view, page: action.page, opened: undefined, overlay: undefined};
		}

		case 'sort': {
			const {column} = action;
			const same = view.sorts[view.page].column === column;
			return same ? view : {...view, sorts: {...view.sorts, [view.page]: {column, reverse: false}}};
		}

		case 'reverse': {
			const sort = view.sorts[view.page];
			return {...view, sorts: {...view.sorts, [view.page]: {...sort, reverse: !sort.reverse}}};
		}

		case 'move': {
			return move(view, action.index, action.key);
		}

		case 'open': {
			const {rowKey, name, selected} = action;
			return {...view, opened: {rowKey, name, selection: {...firstRow, key: selected}, scroll: 0}};
		}

		case 'openDevice': {
			return view.opened ? {...view, opened: {...view.opened, device: action.device, scroll: 0}} : view;
		}

		case 'back': {
			return back(view);
		}

		case 'overlay': {
			return {...view, overlay: action.overlay};
		}

		case 'toggleColumn': {
			return {...view, overlay: toggled(view.overlay, action.column)};
		}

		case 'columns': {
			const {[view.page]: _before, ...others} = view.columns;
			return {...view, columns: action.columns ? {...others, [view.page]: action.columns} : others};
		}

		case 'prompt': {
			return {...view, prompt: action.prompt};
		}

		case 'filter': {
			return {...view, filter: action.filter};
		}

		case 'delay': {
			return {...view, delay: action.delay};
		}

		case 'freeze': {
			return {...view, frozen: !view.frozen};
		}

		case 'requests': {
			return {...view, requests: !view.requests};
		}

		case 'cpuBase': {
			return {...view, cpuBase: nextBase[view.cpuBase]};
		}

		case 'sectors': {
			return {...view, sectors: view.sectors === 'physical' ? '512' : 'physical'};
		}

		case 'message': {
			const {text, failed = false, yields} = action;
			return {...view, message: {text, failed, ...(yields ? {yields} : {})}};
		}

		case 'read': {
			return view.message ? {...view, message: undefined} : view;
		}
	}
};
