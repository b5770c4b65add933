import {DriverError} from '../driver/driver-error.ts';
import type {Problem} from '../model/sample.ts';
import type {Sampler} from '../sampling/sampler.ts';
import {withoutDot} from '../text/without-dot.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {isOld} from '../usage/is-old.ts';
import {isProblemOf} from '../usage/problem-text.ts';
import type {Usage} from '../usage/usage.ts';
import {wasAnyRead} from '../usage/was-read.ts';
import {diskLines} from './disk-lines.ts';
import {diskNotes} from './disk-notes.ts';
import {findDisks} from './find-disks.ts';
import {type FoundDomain, findDomain} from './find-domain.ts';
import {lacksAnswer} from './lacks-answer.ts';
import {memoryLine, memoryLines} from './memory-lines.ts';
import {nicLines} from './nic-lines.ts';
import type {OneShotCommand} from './one-shot-command.ts';
import {reasonAdvice} from './reason-advice.ts';

/** How often the command asks a domain that does not answer. */
const attempts = 3;

type Finding = FoundDomain & {readonly usage: Usage; readonly problem: Problem | undefined};

/** Whether the problem is that the connection itself has not answered yet. */
const isLate = ({kind, domain, uri}: Problem, found: DomainUsage): boolean =>
	kind === 'late' && domain === undefined && uri === found.uri;

/** The problem that leaves the command without a present answer. Undefined: it has an answer, or no problem is known. */
const problemOf = (command: OneShotCommand, {problems}: Usage, found: DomainUsage): Problem | undefined =>
	isOld(found) || lacksAnswer(command, found.domain)
		? (problems.find((problem) => isProblemOf(problem, found)) ??
			problems.find((problem) => isLate(problem, found)))
		: undefined;

/** Leaves out problems that cast doubt on the identity of a domain, since they explain no missing number. */
const withoutDoubts = (usage: Usage): Usage => ({
	...usage,
	problems: usage.problems.filter(({kind}) => !kind.startsWith('unproven-')),
});

/** @returns undefined if nothing could be read from any connection. */
const find = async (
	command: OneShotCommand,
	sampler: Sampler,
	pause: () => Promise<void>,
): Promise<Finding | undefined> => {
	for (let attempt = 1; ; attempt++) {
		await sampler.run(1);
		const read = sampler.usage.get();
		if (!read || !wasAnyRead(read)) {
			return undefined;
		}

		const usage = withoutDoubts(read);

		const finding = findDomain(usage, command.domain);
		const problem = problemOf(command, usage, finding.found);
		if (problem === undefined || attempt === attempts) {
			return {...finding, usage, problem};
		}

		await pause();
	}
};

/**
Answers one question about one domain in virsh's format, on every hypervisor. A domain that does not answer is asked again
before the command gives up.

@param pause resolves after the time between two attempts.
@param log gets notes on the numbers that virsh's format has no place for.
@returns the lines to print; no lines after a period was set, or if nothing could be read.
@throws DriverError if the domain or device does not exist, several have the name, no answer comes, or the hypervisor refuses.
*/
export const runOneShot = async (
	command: OneShotCommand,
	sampler: Sampler,
	pause: () => Promise<void>,
	log: (line: string) => void,
): Promise<readonly string[]> => {
	const finding = await find(command, sampler, pause);
	if (!finding) {
		return [];
	}

	const {usage, found, notes, problem} = finding;
	notes.forEach(log);
	if (problem) {
		throw new DriverError(problem.message, problem.advice);
	}

	switch (command.name) {
		case 'dommemstat': {
			if (command.period !== undefined) {
				await sampler.setBalloonPeriod(found, command.period);
				return [];
			}

			// What keeps the domain busy would hold up this question too.
			const asked = found.busy ? undefined : await sampler.memoryStats(found);
			if (asked) {
				asked.notes.forEach(log);
				return [...asked.stats.map(memoryLine), ''];
			}

			const {name, memory} = found.domain;
			if (lacksAnswer(command, found.domain)) {
				throw new DriverError(
					`The memory statistics of ${name} are unknown: ${withoutDot(memory.reason ?? 'they could not be read')}.`,
					reasonAdvice(usage.problems, found, memory.reason),
				);
			}

			return [...memoryLines(memory), ''];
		}

		case 'domblkstat': {
			const disks = findDisks(found, command.device, usage.problems);
			diskNotes(usage, found, disks).forEach(log);
			return [...diskLines(command.device ?? '', disks), ''];
		}

		case 'domifstat': {
			return [...nicLines(found, command.device), ''];
		}
	}
};
