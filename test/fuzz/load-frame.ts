import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {bundle} from '../../scripts/bundle.ts';

/** What draws a scene. It is written in JSX, which node does not take: there it is bundled first. */
export const loadFrame = async (): Promise<typeof import('../../source/app/frame.tsx')> => {
	if (process.env.VITEST !== undefined) {
		return import('../../source/app/frame.tsx');
	}

	const folder = mkdtempSync(join(tmpdir(), 'domtop-fuzz-'));
	try {
		await bundle({frame: 'source/app/frame.tsx'}, folder);
		writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
		return await import(join(folder, 'frame.js'));
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
};
