import {execFileSync} from 'node:child_process';
import {existsSync, realpathSync} from 'node:fs';

export const systemNode = '/usr/bin/node';

const findObstacle = (): string | undefined => {
	if (!existsSync(systemNode)) {
		return `there is no ${systemNode}`;
	}

	const version = execFileSync(systemNode, ['--version'], {encoding: 'utf8'}).trim();
	if (Number(/\d+/.exec(version)?.[0]) < 20) {
		return `${systemNode} is ${version}, older than 20`;
	}

	return realpathSync(systemNode) === realpathSync(process.execPath)
		? `${systemNode} runs the tests`
		: undefined;
};

/** Why the system's Node is not tried. Undefined: it is tried. */
export const systemNodeObstacle = findObstacle();
