import type {DriverError} from '../../../source/driver/driver-error.ts';
import type {ChildWorld} from '../../../source/process/child.ts';
import type {BindingRefusal} from './binding-answer.ts';
import {type BindingMemory, createBindingSource, greetBinding, startBinding} from './binding-source.ts';
import {ChildFault} from './child-fault.ts';
import type {HypervisorSource} from './hypervisor.ts';
import {childError, deniedError, noPrivcmdError, refusedError} from './hypervisor-errors.ts';
import {createXlSource} from './xl-source.ts';

/** The binding belongs to one Python: in Xen's present packages to the first here, in XenServer 8.2 to the last. */
const pythons = ['python3', 'python', 'python2'] as const;

/** The kernel's refusal holds for every way to the hypervisor. Undefined: another way may work. */
const finalError = ({refusal, text}: BindingRefusal): DriverError | undefined => {
	if (refusal === 'denied') {
		return deniedError(text);
	}

	if (refusal === 'absent') {
		return noPrivcmdError(text);
	}

	return refusal === 'open' ? refusedError(text) : undefined;
};

/** Opens the best source there is: Python's binding, or else xl. @throws DriverError */
export const openSource = async (world: ChildWorld, memory: BindingMemory): Promise<HypervisorSource> => {
	let why = 'there is no Python';
	for (const python of pythons) {
		const child = startBinding(world, python);
		try {
			const refusal = await greetBinding(child, memory);
			if (!refusal) {
				return createBindingSource(child, python, memory);
			}

			await child.close();
			const error = finalError(refusal);
			if (error) {
				throw error;
			}

			why = refusal.text;
		} catch (error) {
			void child.close();
			if (!(error instanceof ChildFault)) {
				throw error;
			}

			if (error.kind === 'silent' || error.kind === 'failed') {
				throw childError(python, error);
			}

			why = error.kind === 'absent' ? why : `${python}: ${error.message}`;
		}
	}

	return createXlSource(world, why);
};
