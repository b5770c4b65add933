/**
Can a lab run here? If not, prints why. `DOMTOP_LAB_REQUIRED` makes that an error.
@param missing a sentence for each thing that the lab lacks.
*/
export const canRun = (lab: string, missing: readonly string[]): boolean => {
	if (missing.length === 0) {
		return true;
	}

	const reason = `The ${lab} lab cannot run here. ${missing.join(' ')}`;
	if (process.env.DOMTOP_LAB_REQUIRED) {
		throw new Error(reason);
	}

	console.warn(`${reason} Its tests are skipped.`);
	return false;
};
