import type {CapturedAnswer, CapturedReadings} from './captured-readings.ts';

/** How fast something grew from the first captured reading to the last, per second. */
const growth = (first: number, last: number, seconds: number): number => Math.max(0, last - first) / seconds;

/** The first captured reading, its counters grown for so many seconds as fast as they grew in the recording. */
export const growReading = (
	{answers}: CapturedReadings,
	seconds: number,
): Omit<CapturedAnswer, 'at' | 'sent' | 'idleAt'> => {
	const [first, last] = [answers[0], answers.at(-1)];
	if (!first || !last || last.at <= first.at) {
		throw new Error('two readings are needed');
	}

	const span = last.at - first.at;
	const grown = (from: number, to: number): number => Math.round(from + growth(from, to, span) * seconds);
	return {
		host: first.host,
		idle: first.idle.map((idle, index) => grown(idle, last.idle[index] ?? idle)),
		domains: first.domains.map(({vcpus, ...domain}) => {
			const later = last.domains.find(({domid}) => domid === domain.domid);
			return {
				...domain,
				cpu_time: grown(domain.cpu_time, later?.cpu_time ?? domain.cpu_time),
				vcpus: vcpus.map(
					([index, time]) =>
						[index, grown(time, later?.vcpus.find(([other]) => other === index)?.[1] ?? time)] as const,
				),
			};
		}),
	};
};
