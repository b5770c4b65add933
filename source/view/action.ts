import type {PageName} from '../columns/column.ts';
import type {Device} from '../usage/device.ts';
import type {Prompt} from './prompt.ts';
import type {Overlay} from './view.ts';

/** What changes a view. */
export type Action =
	| {readonly type: 'page'; readonly page: PageName}
	/** By another column; by the same one it turns nothing round. */
	| {readonly type: 'sort'; readonly column: string}
	| {readonly type: 'reverse'}
	/** The selection, the cursor or the first line of whatever is on top; without a key it stays at the first row. */
	| {readonly type: 'move'; readonly index: number; readonly key: string | undefined}
	/** The domain page, with one of its devices selected. */
	| {
			readonly type: 'open';
			readonly rowKey: string;
			readonly name: string;
			readonly selected: string | undefined;
	  }
	| {readonly type: 'openDevice'; readonly device: Device}
	/** Out of whatever was entered last. */
	| {readonly type: 'back'}
	| {readonly type: 'overlay'; readonly overlay: Overlay | undefined}
	/** A column of the chooser, in or out. */
	| {readonly type: 'toggleColumn'; readonly column: string}
	/** Columns of the present page; absent: those with a priority. */
	| {readonly type: 'columns'; readonly columns: readonly string[] | undefined}
	| {readonly type: 'prompt'; readonly prompt: Prompt | undefined}
	| {readonly type: 'filter'; readonly filter: string}
	| {readonly type: 'delay'; readonly delay: number}
	| {readonly type: 'freeze'}
	| {readonly type: 'requests'}
	| {readonly type: 'cpuBase'}
	| {readonly type: 'sectors'}
	| {readonly type: 'message'; readonly text: string; readonly failed?: boolean; readonly yields?: true}
	/** Another key was pressed: the message has been read. */
	| {readonly type: 'read'};
