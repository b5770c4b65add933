import type {PageName} from '../columns/column.ts';
import type {Device} from '../usage/device.ts';
import type {Prompt} from './prompt.ts';
import type {Overlay} from './view.ts';

/** What changes a view. */
export type Action =
	| {readonly type: 'page'; readonly page: PageName}
	/** Sorts by another column. The column that sorts already changes nothing: the order is not reversed. */
	| {readonly type: 'sort'; readonly column: string}
	| {readonly type: 'reverse'}
	/** Moves the selection, the cursor or the first line of what is on top. Undefined key: it stays at the first row. */
	| {readonly type: 'move'; readonly index: number; readonly key: string | undefined}
	/** Opens the domain page, with one of its devices selected. */
	| {
			readonly type: 'open';
			readonly rowKey: string;
			readonly name: string;
			readonly selected: string | undefined;
	  }
	| {readonly type: 'openDevice'; readonly device: Device}
	/** Leaves the page or overlay that was entered last. */
	| {readonly type: 'back'}
	| {readonly type: 'overlay'; readonly overlay: Overlay | undefined}
	/** Puts a column into the choice of the chooser, or takes it out. */
	| {readonly type: 'toggleColumn'; readonly column: string}
	/** Chooses the columns of the present page. Undefined: the columns with a priority. */
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
