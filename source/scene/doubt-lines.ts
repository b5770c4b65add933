import type {Disk} from '../sample.ts';
import {withoutDot} from '../without-dot.ts';
import {wrapText} from '../wrap-text.ts';

/** Why the bytes of a disk may be wrong; of any other disk none. */
export const doubtLines = (disk: Pick<Disk, 'doubt'> | undefined, width: number): readonly string[] =>
	disk?.doubt === undefined ? [] : wrapText(`* Its bytes may be wrong: ${withoutDot(disk.doubt)}.`, width);
