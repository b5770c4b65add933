import {type ChildWorld, startChild} from '../../source/process/child.ts';
import {refusalOf} from './read-file.ts';

/** A file that a child reads. */
export type ChildReading = {
	/**
	Resolves when the child is gone. Undefined: the child cannot read, or the command does not exist. Rejects with an
	ExhaustedError.
	*/
	readonly content: Promise<Buffer | undefined>;
	/** Kills the child as far as the kernel lets it end. */
	readonly giveUp: () => void;
};

/**
Reads the first bytes of a file by `head` (coreutils). Where the kernel never answers, the child is left behind and holds
nothing of this program.
*/
export const readByChild = (world: ChildWorld, path: string, byteLimit: number): ChildReading => {
	const child = startChild(world, ['head', '-c', String(byteLimit), '--', path]);
	const chunks: Buffer[] = [];
	child.listen((chunk) => chunks.push(chunk));
	child.endInput();
	return {
		content: child.ended.then(({failure, status}) => {
			if (failure) {
				refusalOf(failure.error);
			}

			return status === 0 ? Buffer.concat(chunks) : undefined;
		}),
		giveUp: () => void child.kill(),
	};
};
