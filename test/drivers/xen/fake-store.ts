import type {StoreNodes} from './captured-store.ts';

/** A tree of nodes that answers as xenstored does, and tells of changes; without wires. */
export type FakeStore = {
	/** Makes a node, and those above it; those who watch are told. */
	readonly write: (path: string, value: string | Buffer) => void;
	/** Removes a node and all below it. */
	readonly remove: (path: string) => void;
	/** A special event: `@introduceDomain`, `@releaseDomain`. */
	readonly fire: (special: string) => void;
	/** From now on this is answered with an error; `times` times, or always. `WATCH /libxl`; `READ` is every READ. */
	readonly refuse: (what: string, code: string, times?: number) => void;
	/** What was asked, in its order: `READ /local/domain/1/name`. */
	readonly asked: readonly string[];
	readonly connect: (tell: (path: string, token: string) => void) => FakeStoreClient;
};

export type FakeStoreClient = {
	/** The payload of the reply, or the name of an error. */
	readonly answer: (type: number, payload: Buffer) => Buffer | string;
	/** What must follow the reply: the first event of a watch. */
	readonly afterwards: () => void;
	readonly watches: ReadonlyMap<string, string>;
	readonly leave: () => void;
};

export type FakeStoreOptions = {
	/** Longest folder answered whole, bytes; a longer one is E2BIG. oxenstored on its socket: none. */
	readonly folderLimit?: number;
	/** Names of a folder in one part, bytes; absent: DIRECTORY_PART is not known, as in oxenstored. */
	readonly partLength?: number;
};

const names: Readonly<Record<number, string>> = {
	1: 'DIRECTORY',
	2: 'READ',
	4: 'WATCH',
	5: 'UNWATCH',
	22: 'DIRECTORY_PART',
};

const isPath = (text: string): boolean => /^(?:\/|(?:\/[\w@-]+)+)$/.test(text) && text.length < 3072;

const isBelow = (path: string, folder: string): boolean =>
	path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);

export const createFakeStore = (nodes: StoreNodes, options: FakeStoreOptions = {}): FakeStore => {
	const {folderLimit = Number.POSITIVE_INFINITY, partLength} = options;
	const tree = new Map(nodes);
	const clients = new Set<{
		readonly watches: Map<string, string>;
		readonly tell: (path: string, token: string) => void;
	}>();
	const refusals = new Map<string, {readonly code: string; times: number}>();
	const asked: string[] = [];
	let folders: Map<string, string[]> | undefined;
	let generation = 1;

	/** Names by folder, kept until the tree changes: a thousand domains are listed often. */
	const childrenOf = (folder: string): readonly string[] => {
		if (!folders) {
			folders = new Map();
			for (const path of tree.keys()) {
				const border = path.lastIndexOf('/');
				const above = border === 0 ? '/' : path.slice(0, border);
				const list = folders.get(above) ?? [];
				list.push(path.slice(border + 1));
				folders.set(above, list);
			}
		}

		return folders.get(folder) ?? [];
	};

	const changed = (path: string, isRemoved = false) => {
		folders = undefined;
		generation += 1;
		for (const {watches, tell} of clients) {
			for (const [token, watched] of watches) {
				if (isBelow(path, watched)) {
					tell(path, token);
				} else if (isRemoved && isBelow(watched, path)) {
					tell(watched, token);
				}
			}
		}
	};

	const list = (path: string): Buffer =>
		Buffer.from(
			childrenOf(path)
				.map((name) => `${name}\0`)
				.join(''),
		);

	const part = (path: string, offset: number, length: number): Buffer => {
		const all = list(path);
		const rest = all.subarray(offset);
		const end = rest.length <= length ? rest.length : rest.lastIndexOf(0, length - 1) + 1;
		const last = end === rest.length ? '\0' : '';
		return Buffer.concat([Buffer.from(`${generation}\0`), rest.subarray(0, end), Buffer.from(last)]);
	};

	const refusalOf = (...whats: readonly string[]): string | undefined => {
		for (const what of whats) {
			const refusal = refusals.get(what);
			if (refusal && refusal.times > 0) {
				refusal.times -= 1;
				return refusal.code;
			}
		}

		return undefined;
	};

	const write = (path: string, value: string | Buffer) => {
		if (!isPath(path)) {
			throw new Error(`${path} is no path`);
		}

		for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
			if (!tree.has(path.slice(0, end))) {
				tree.set(path.slice(0, end), Buffer.alloc(0));
			}
		}

		tree.set(path, Buffer.from(value));
		changed(path);
	};

	const connect: FakeStore['connect'] = (tell) => {
		const watches = new Map<string, string>();
		const client = {watches, tell};
		let after = () => {};
		clients.add(client);

		const answer: FakeStoreClient['answer'] = (type, payload) => {
			const name = names[type];
			const [path = '', second = '', ...more] = payload.toString().split('\0');
			if (name === undefined || (type === 22 && partLength === undefined)) {
				asked.push(`${name ?? type}`);
				return 'ENOSYS';
			}

			asked.push(`${name} ${path}`);
			const isSpecial = (type === 4 || type === 5) && /^@[a-zA-Z]+$/.test(path);
			const count = type === 1 || type === 2 ? 0 : 1;
			if (payload.at(-1) !== 0 || more.length !== count || (!isPath(path) && !isSpecial)) {
				return 'EINVAL';
			}

			const refusal = refusalOf(`${name} ${path}`, name);
			if (refusal !== undefined) {
				return refusal;
			}

			if (type === 4) {
				if (watches.has(second)) {
					return 'EEXIST';
				}

				watches.set(second, path);
				after = () => tell(path, second);
				return Buffer.from('OK\0');
			}

			if (type === 5) {
				return watches.get(second) === path && watches.delete(second) ? Buffer.from('OK\0') : 'ENOENT';
			}

			const value = path === '/' ? Buffer.alloc(0) : tree.get(path);
			if (!value) {
				return 'ENOENT';
			}

			if (type === 2) {
				return value;
			}

			if (type === 22) {
				return part(path, Number(second), partLength ?? 0);
			}

			const whole = list(path);
			return whole.length > folderLimit ? 'E2BIG' : whole;
		};

		return {
			answer,
			afterwards: () => {
				const now = after;
				after = () => {};
				now();
			},
			watches,
			leave: () => clients.delete(client),
		};
	};

	return {
		write,
		remove: (path) => {
			for (const one of [...tree.keys()].filter((key) => isBelow(key, path))) {
				tree.delete(one);
			}

			changed(path, true);
		},
		fire: (special) => {
			for (const {watches, tell} of clients) {
				for (const [token, watched] of watches) {
					if (watched === special) {
						tell(special, token);
					}
				}
			}
		},
		refuse: (what, code, times = Number.POSITIVE_INFINITY) => refusals.set(what, {code, times}),
		asked,
		connect,
	};
};
