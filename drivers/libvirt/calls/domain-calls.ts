import {textLimits} from '../../../source/text/clean-text.ts';
import {createTypedParametersReader} from '../wire/typed-parameters.ts';
import {domainArguments} from './domain-codec.ts';
import {jobOperation} from './job-operation.ts';
import {procedures} from './procedures.ts';
import {affectLive, type ControlInfo, type Remote} from './remote.ts';
import type {RpcClient} from './rpc-client.ts';

/** How many memory statistics are asked for. The protocol allows 1024, and libvirt has 13 tags. */
const memoryStatLimit = 64;
/** Bytes of a tag and its value. */
const memoryStatLength = 12;
/** REMOTE_DOMAIN_BLOCK_STATS_PARAMETERS_MAX. */
const blockParameterLimit = 16;
/** REMOTE_DOMAIN_DISK_ERRORS_MAX. */
const diskErrorLimit = 256;
/** Bytes of an empty name and its error. */
const diskErrorLength = 8;
/** REMOTE_DOMAIN_JOB_STATS_MAX. */
const jobParameterLimit = 64;

/** virDomainControlState. */
const controlStates: readonly ControlInfo['state'][] = ['ok', 'job', 'occupied', 'error'];
/**
VIR_DOMAIN_CONTROL_ERROR_REASON_INTERNAL. qemu_driver.c gives it for a job that waits outside of the monitor, for example for
a guest to let a disk go.
*/
const internalError = 3;

const known = (value: number): number | undefined => (value < 0 ? undefined : value);
const inSeconds = (milliseconds: unknown): number | undefined =>
	typeof milliseconds === 'number' ? milliseconds / 1000 : undefined;

type DomainCalls = Pick<
	Remote,
	| 'domainInfo'
	| 'memoryStats'
	| 'blockStats'
	| 'blockStatsFlags'
	| 'interfaceStats'
	| 'domainState'
	| 'diskErrors'
	| 'domainXml'
	| 'controlInfo'
	| 'jobStats'
	| 'setMemoryStatsPeriod'
>;

/** The calls about one domain. */
export const createDomainCalls = ({call}: RpcClient): DomainCalls => {
	const parameters = createTypedParametersReader();

	return {
		domainInfo: (domain, options) =>
			call(
				{
					procedure: procedures.domainGetInfo,
					payload: domainArguments(domain).bytes(),
					decode: (reader) => ({
						state: reader.unsigned(),
						maximumKiB: reader.unsignedHyper(),
						memoryKiB: reader.unsignedHyper(),
						vcpus: reader.unsigned(),
						cpuNanoseconds: reader.unsignedHyper(),
					}),
				},
				options,
			),
		memoryStats: (domain, options) =>
			call(
				{
					procedure: procedures.domainMemoryStats,
					payload: domainArguments(domain).unsigned(memoryStatLimit).unsigned(0).bytes(),
					decode: (reader) =>
						reader.array(memoryStatLimit, memoryStatLength, () => ({
							tag: reader.int(),
							value: reader.unsignedHyper(),
						})),
				},
				options,
			),
		blockStats: (domain, disk, options) =>
			call(
				{
					procedure: procedures.domainBlockStats,
					payload: domainArguments(domain).string(disk).bytes(),
					decode: (reader) => ({
						readRequests: known(reader.hyper()),
						readBytes: known(reader.hyper()),
						writeRequests: known(reader.hyper()),
						writeBytes: known(reader.hyper()),
						errors: known(reader.hyper()),
					}),
				},
				options,
			),
		blockStatsFlags: (domain, disk, options) =>
			call(
				{
					procedure: procedures.domainBlockStatsFlags,
					payload: domainArguments(domain).string(disk).int(blockParameterLimit).unsigned(0).bytes(),
					decode: (reader) => {
						const {fields, values} = parameters.read(reader, blockParameterLimit);
						reader.skip(4);
						return {domain, fields, values};
					},
				},
				options,
			),
		interfaceStats: (domain, device, options) =>
			call(
				{
					procedure: procedures.domainInterfaceStats,
					payload: domainArguments(domain).string(device).bytes(),
					decode: (reader) => ({
						receiveBytes: known(reader.hyper()),
						receivePackets: known(reader.hyper()),
						receiveErrors: known(reader.hyper()),
						receiveDrops: known(reader.hyper()),
						transmitBytes: known(reader.hyper()),
						transmitPackets: known(reader.hyper()),
						transmitErrors: known(reader.hyper()),
						transmitDrops: known(reader.hyper()),
					}),
				},
				options,
			),
		domainState: (domain, options) =>
			call(
				{
					procedure: procedures.domainGetState,
					payload: domainArguments(domain).unsigned(0).bytes(),
					decode: (reader) => ({state: reader.int(), reason: reader.int()}),
				},
				options,
			),
		diskErrors: (domain, options) =>
			call(
				{
					procedure: procedures.domainGetDiskErrors,
					payload: domainArguments(domain).int(diskErrorLimit).unsigned(0).bytes(),
					decode: (reader) => {
						const errors = reader.array(diskErrorLimit, diskErrorLength, () => ({
							disk: reader.string(textLimits.name),
							error: reader.int(),
						}));
						reader.skip(4);
						return errors;
					},
				},
				options,
			),
		domainXml: (domain, options) =>
			call(
				{
					procedure: procedures.domainGetXmlDesc,
					payload: domainArguments(domain).unsigned(0).bytes(),
					decode: (reader) => reader.string(),
				},
				options,
			),
		controlInfo: (domain, options) =>
			call(
				{
					procedure: procedures.domainGetControlInfo,
					payload: domainArguments(domain).unsigned(0).bytes(),
					decode: (reader) => {
						const reported = controlStates[reader.unsigned()] ?? 'unknown';
						const details = reader.unsigned();
						const state = reported === 'error' && details === internalError ? 'job' : reported;
						const milliseconds = reader.unsignedHyper();
						return {state, seconds: inSeconds(milliseconds === 0 ? undefined : milliseconds)};
					},
				},
				options,
			),
		jobStats: (domain, options) =>
			call(
				{
					procedure: procedures.domainGetJobStats,
					payload: domainArguments(domain).unsigned(0).bytes(),
					decode: (reader) => {
						const type = reader.int();
						const {fields, values} = parameters.read(reader, jobParameterLimit);
						const value = (field: string) => values[fields.indexOf(field)];
						return {
							operation: jobOperation(type, value('operation')),
							seconds: inSeconds(value('time_elapsed')),
						};
					},
				},
				options,
			),
		setMemoryStatsPeriod: (domain, seconds, options) =>
			call(
				{
					procedure: procedures.domainSetMemoryStatsPeriod,
					payload: domainArguments(domain).int(seconds).unsigned(affectLive).bytes(),
					decode: () => {},
				},
				options,
			),
	};
};
