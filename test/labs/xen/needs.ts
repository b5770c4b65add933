import {existsSync} from 'node:fs';
import {missingCommands} from '../find-command.ts';
import {bootCommands, buildCommands, xenImage} from './recipe.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Must the lab's image still be built? */
export const mustBuild = (environment: Environment): boolean => !existsSync(xenImage(environment).folder);

/** What the lab needs and does not find here: a sentence for each thing, with what to do. Empty: the lab can run. */
export const missingNeeds = (environment: Environment): readonly string[] => {
	const missing = missingCommands(bootCommands, environment);
	if (!mustBuild(environment)) {
		return missing;
	}

	return [
		...missing,
		...missingCommands(buildCommands, environment),
		...(process.getuid?.() === 0
			? []
			: [
					`There is no image in ${xenImage(environment).folder}: run \`node test/labs/xen/build-image.ts\` as root.`,
				]),
	];
};
