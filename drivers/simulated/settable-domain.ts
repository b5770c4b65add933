import type {DomainRef} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Sample} from '../../source/model/sample.ts';

/** @throws DriverError where the period of this domain, in this incarnation, cannot be set. */
export const failUnlessSettable = ({domains, problems}: Sample, ref: DomainRef): void => {
	const domain = domains.find(({key}) => key === ref.key);
	if (domain?.incarnation !== ref.incarnation) {
		throw new DriverError(
			`${ref.name} is gone or was started again: its balloon period was not set.`,
			'Look at the table again and choose the domain that is there now.',
		);
	}

	if (domain.memory.periodRefusal !== undefined) {
		throw new DriverError(
			`The balloon period of ${ref.name} cannot be set: ${domain.memory.periodRefusal}`,
			'Choose another domain.',
		);
	}

	const problem = problems.find((report) => report.domain === ref.key);
	if (problem) {
		throw new DriverError(problem.message, problem.advice);
	}
};
