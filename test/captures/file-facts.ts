import {type BigIntStats, constants, type Dirent, type Stats} from 'node:fs';
import type {FileFacts, FolderEntry} from './file-question.ts';

const isOf = (mode: number, kind: number) => (): boolean => (mode & constants.S_IFMT) === kind;

const kindsOf = (mode: number) => ({
	isFile: isOf(mode, constants.S_IFREG),
	isDirectory: isOf(mode, constants.S_IFDIR),
	isSymbolicLink: isOf(mode, constants.S_IFLNK),
	isSocket: isOf(mode, constants.S_IFSOCK),
	isCharacterDevice: isOf(mode, constants.S_IFCHR),
	isBlockDevice: isOf(mode, constants.S_IFBLK),
	isFIFO: isOf(mode, constants.S_IFIFO),
});

/** The facts as `node:fs` gives them, without the times. */
export const statsOf = ({mtimeNs: _m, ctimeNs: _c, ...facts}: FileFacts): Stats =>
	({...facts, ...kindsOf(facts.mode)}) as unknown as Stats;

/** The facts as `node:fs` gives them where bigints were asked for. */
export const bigintStatsOf = ({mtimeNs, ctimeNs, ...facts}: FileFacts): BigIntStats =>
	({
		...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, BigInt(value)])),
		mtimeNs: BigInt(mtimeNs),
		ctimeNs: BigInt(ctimeNs),
		...kindsOf(facts.mode),
	}) as unknown as BigIntStats;

/** A name in a folder as `node:fs` gives it. */
export const direntOf = ({name, mode}: FolderEntry): Dirent =>
	({name, ...kindsOf(mode)}) as unknown as Dirent;
