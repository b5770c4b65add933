import {spawn} from 'node:child_process';
import {createFeedOpener} from '../../../../drivers/parallels/transport/create-feed-opener.ts';
import {systemClock} from '../../../../source/async/clock.ts';

/** A program that holds a feed, says so at its first event, and crashes when told to. */
createFeedOpener({spawn, clock: systemClock})({
	onEvent: () => console.log('event'),
	onTrouble: ({message}) => console.log(message),
	onEnd: ({message}) => console.log(message),
});

process.stdin.once('data', () => {
	throw new Error('A crash.');
});
