import {EventEmitter} from 'node:events';
import {describe, expect, test} from 'vitest';
import {createKeyboard} from '../../source/app/keyboard.ts';
import {createHandClock} from '../helpers/hand-clock.ts';

/** A terminal whose bytes come when a test says so, or wait until somebody reads. */
const createTerminal = () => {
	const done: string[] = [];
	const waiting: string[] = [];
	const events = new EventEmitter();
	const send = (text: string): void => {
		events.emit('data', Buffer.from(text));
	};
	const clock = createHandClock();
	const stdin = {
		setRawMode(on: boolean) {
			done.push(on ? 'raw' : 'cooked');
		},
		on: (name: string, take: (bytes: Uint8Array) => void) => events.on(name, take),
		off: (name: string, take: (bytes: Uint8Array) => void) => events.off(name, take),
		pause: () => done.push('pause'),
		resume() {
			done.push('resume');
			for (const text of waiting.splice(0)) {
				setImmediate(send, text);
			}
		},
	} as unknown as NodeJS.ReadStream;
	const keyboard = createKeyboard(stdin, clock, {
		press: (names) => done.push(`press ${names.join(' ')}`),
		paste: ({text}) => done.push(`paste ${text}`),
	});
	return {
		keyboard,
		clock,
		send,
		waiting,
		listeners: () => events.listenerCount('data'),
		/** What was done since the last call. */
		done: () => done.splice(0),
	};
};

describe('a keyboard', () => {
	test('is held in raw mode, and given back as it was', async () => {
		const {keyboard, done, listeners} = createTerminal();
		await keyboard.start();
		await keyboard.start();
		expect(done()).toEqual(['raw', 'resume']);
		keyboard.stop();
		keyboard.stop();
		expect(done()).toEqual(['pause', 'cooked']);
		expect(listeners()).toBe(0);
	});

	test('throws away what was waiting, but ^C', async () => {
		const {keyboard, done, send, waiting} = createTerminal();
		waiting.push('plan2\r', '\u001B[200~q\u001B[201~', 'q\u0003q');
		await keyboard.start();
		expect(done()).toEqual(['raw', 'resume', 'press ctrl-c']);
		send('j');
		expect(done()).toEqual(['press j']);
		keyboard.stop();
	});

	test('knows that what waited may be half a sequence', async () => {
		const {keyboard, done, send, waiting} = createTerminal();
		waiting.push('\u001B]11;rgb:');
		await keyboard.start();
		done();
		send('dddd\u0007j');
		expect(done()).toEqual(['press j']);
		keyboard.stop();
	});

	test('is not kept from starting by a flood', async () => {
		const {keyboard, done, send} = createTerminal();
		let sent = 0;
		let goesOn = true;
		const flood = (): void => {
			if (goesOn) {
				send('j');
				sent++;
				setImmediate(flood);
			}
		};
		flood();
		await keyboard.start();
		goesOn = false;
		expect(sent).toBeLessThan(1000);
		expect(done()).toEqual(['raw', 'resume']);
		keyboard.stop();
	});

	test('gives keys and pastes in their order, several keys at once', async () => {
		const {keyboard, done, send} = createTerminal();
		await keyboard.start();
		done();
		send('jj\u001B[B\u001B[200~7\u001B[201~');
		expect(done()).toEqual(['press j j down', 'paste 7']);
		keyboard.stop();
	});

	test('takes some hundred keys of a flood, and ^C behind it', async () => {
		const {keyboard, done, send, clock} = createTerminal();
		await keyboard.start();
		done();
		const pressed = (): readonly string[] => done().flatMap((one) => one.split(' ').slice(1));
		for (let time = 0; time < 100; time++) {
			send('j'.repeat(10_000));
		}

		send('jj\u0003');
		expect(pressed()).toEqual([...Array<string>(256).fill('j'), 'ctrl-c']);
		// Not one of them counts before a pause.
		for (let time = 0; time < 10; time++) {
			await clock.advance(0.9);
			send('j');
		}

		expect(pressed()).toEqual([]);
		await clock.advance(1);
		send('k'.repeat(1000));
		expect(pressed()).toEqual(Array<string>(100).fill('k'));
		await clock.advance(60);
		send('k'.repeat(1000));
		expect(pressed()).toHaveLength(256);
		keyboard.stop();
	});

	test('takes a held key for as long as it is held', async () => {
		const {keyboard, done, send, clock} = createTerminal();
		await keyboard.start();
		done();
		for (let time = 0; time < 2000; time++) {
			await clock.advance(0.03);
			send('\u001B[B');
		}

		expect(done()).toHaveLength(2000);
		keyboard.stop();
	});

	test('knows an escape after 0.4 s of silence', async () => {
		const {keyboard, done, send, clock} = createTerminal();
		await keyboard.start();
		done();
		send('\u001B');
		await clock.advance(0.3);
		expect(done()).toEqual([]);
		await clock.advance(0.2);
		await clock.advance(0);
		expect(done()).toEqual(['press escape']);
		keyboard.stop();
	});

	test('reads what came in time though the program was busy', async () => {
		const {keyboard, done, send, clock} = createTerminal();
		await keyboard.start();
		done();
		send('\u001B');
		const passed = clock.advance(0.5);
		// It was there before the wait was over, and is read after it.
		setImmediate(send, '[B');
		await passed;
		await clock.advance(0);
		expect(done()).toEqual(['press down']);
		keyboard.stop();
	});

	test('forgets what was begun when it is given back', async () => {
		const {keyboard, done, send, clock} = createTerminal();
		await keyboard.start();
		send('\u001B[200~plan2\r');
		keyboard.stop();
		done();
		await clock.advance(60);
		expect(done()).toEqual([]);
		await keyboard.start();
		send('j');
		expect(done()).toEqual(['raw', 'resume', 'press j']);
		keyboard.stop();
	});
});
