// Vitest 5 and Ink 8 want Node 22 or later; `npm ci` brings one, unless optional packages were left out.
const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
	console.error(
		`The tests run on Node 22 or later and this is ${process.version}: run \`npm ci\` without --omit=optional, or put a newer node first in PATH.`,
	);
	process.exit(1);
}
