import type {Origins} from '../../../source/sample.ts';

const said = (counter: string): string => `${counter} of prlctl statistics`;

/** Where each counter comes from, for the device page: prlctl's own names. There are none of times, so no latency either. */
export const parallelsOrigins: Origins = {
	disk: {
		readBytes: said('devices.<bus>N.read_total'),
		writeBytes: said('devices.<bus>N.write_total'),
		readRequests: said('devices.<bus>N.read_requests'),
		writeRequests: said('devices.<bus>N.write_requests'),
	},
	nic: {
		receiveBytes: said('net.nicN.bytes_in'),
		transmitBytes: said('net.nicN.bytes_out'),
		receivePackets: said('net.nicN.pkts_in'),
		transmitPackets: said('net.nicN.pkts_out'),
	},
	vcpu: {cpuSeconds: said('guest.vcpuN.time')},
	memory: said('guest.ram.*'),
};
