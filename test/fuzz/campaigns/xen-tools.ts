import {parseBindingAnswer, parseBindingGreeting} from '../../../drivers/xen/hypervisor/binding-answer.ts';
import {ChildFault} from '../../../drivers/xen/hypervisor/child-fault.ts';
import {parseXlDomains} from '../../../drivers/xen/hypervisor/xl-domains.ts';
import {parseXlHost} from '../../../drivers/xen/hypervisor/xl-host.ts';
import {attempt, type Campaign} from '../campaign.ts';
import {fixtureJson, fixtureText} from '../fixture.ts';
import {mutateText} from '../mutate-bytes.ts';
import {jsonText, mutateValue} from '../mutate-value.ts';
import {valueFaults} from '../text-faults.ts';

const sizeLimit = 10_000_000;
/** Domains in a list of the binding. */
const countLimit = 30_000;

type Recorded = {readonly greeting: unknown; readonly answers: readonly {readonly answer: unknown}[]};

const withoutName = ({name: _, ...rest}: {readonly name?: string | undefined}): object => rest;

/** What xl prints, and what the Python binding of Xen's tools says. */
export const xenTools: Campaign = {
	name: 'xen-tools',
	round: 200,
	open: () => {
		const lists = ['xl-list-v', 'xl-list-v-odd-names', 'xl-list-v-shutdown'].map((name) =>
			fixtureText(`xen/hypervisor/${name}.txt`),
		);
		const info = fixtureText('xen/hypervisor/xl-info.txt');
		const recorded = ['busy-guest', 'crashed-and-off', 'two-guests', 'vcpu-off'].map((name) =>
			fixtureJson<Recorded>(`xen/hypervisor/${name}.json`),
		);
		const answers = recorded.flatMap(({greeting, answers: given}) => [greeting, ...given]);
		return {
			next: (chance) => {
				const size = chance.size(sizeLimit);
				if (chance.happens(0.5)) {
					const [list, host] = [mutateText(chance, chance.pick(lists), size), mutateText(chance, info)];
					return {
						input: {list, host},
						// A name is cleaned where a domain is made of it.
						check: () => [
							...valueFaults(parseXlDomains(list).map(withoutName), 'xl list'),
							...valueFaults(parseXlHost(host), 'xl info'),
						],
					};
				}

				const answer = mutateValue(
					chance,
					chance.pick(answers),
					size > 1000 ? Math.min(size / 100, countLimit) : 0,
				);
				const line = chance.happens(0.2) ? mutateText(chance, jsonText(answer)) : jsonText(answer);
				return {
					input: line,
					check: () =>
						[parseBindingAnswer, parseBindingGreeting].flatMap((parse) => {
							const parsed = attempt([ChildFault], () => parse(line));
							return 'value' in parsed ? valueFaults(parsed.value, 'the binding') : [];
						}),
				};
			},
		};
	},
};
