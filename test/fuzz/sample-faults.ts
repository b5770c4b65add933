import type {Sample} from '../../source/model/sample.ts';
import {badValues, sharedIdentities} from '../helpers/sample-rules.ts';
import type {Chance} from './chance.ts';
import {type Fault, fault} from './fault.ts';
import {outputFaults, usageFrom} from './usage-outputs.ts';

/** What is wrong with samples, taken one after the other, and with what is printed of them. */
export const sampleFaults = (chance: Chance, samples: readonly Sample[]): readonly Fault[] =>
	samples.length === 0
		? []
		: [
				...samples.flatMap((sample) =>
					badValues(sample).map((text) => fault(text.includes('control') ? 'control' : 'number', text)),
				),
				...samples.flatMap(sharedIdentities).map((text) => fault('wrong', text)),
				...outputFaults(chance, usageFrom(samples)),
			];
