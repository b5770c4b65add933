import type {Campaign} from './campaign.ts';
import {commandLines} from './campaigns/command-lines.ts';
import {configFiles} from './campaigns/config-files.ts';
import {domainXml} from './campaigns/domain-xml.ts';
import {farCommands} from './campaigns/far-commands.ts';
import {frames} from './campaigns/frames.ts';
import {keys} from './campaigns/keys.ts';
import {libvirtConf} from './campaigns/libvirt-conf.ts';
import {libvirtConversation} from './campaigns/libvirt-conversation.ts';
import {libvirtPackets} from './campaigns/libvirt-packets.ts';
import {libvirtPlans} from './campaigns/libvirt-plans.ts';
import {options} from './campaigns/options.ts';
import {prlctl} from './campaigns/prlctl.ts';
import {procTrees} from './campaigns/proc-trees.ts';
import {qmpJson} from './campaigns/qmp-json.ts';
import {qmpReplies} from './campaigns/qmp-replies.ts';
import {sysfsTrees} from './campaigns/sysfs-trees.ts';
import {terminalInput} from './campaigns/terminal-input.ts';
import {uris} from './campaigns/uris.ts';
import {xenTools} from './campaigns/xen-tools.ts';
import {xenstoreConversation} from './campaigns/xenstore-conversation.ts';
import {xenstoreFrames} from './campaigns/xenstore-frames.ts';

/** All there are: whoever adds one adds its line here. */
export const campaigns: readonly Campaign[] = [
	xenstoreFrames,
	qmpJson,
	libvirtPackets,
	libvirtPlans,
	commandLines,
	domainXml,
	xenTools,
	uris,
	configFiles,
	options,
	prlctl,
	farCommands,
	qmpReplies,
	xenstoreConversation,
	libvirtConversation,
	libvirtConf,
	keys,
	frames,
	sysfsTrees,
	procTrees,
	terminalInput,
];
