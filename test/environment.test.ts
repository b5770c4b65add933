import {expect, test} from 'vitest';
import {configPath, isDumb, isUtf8, sessionFolder, wantsColor} from '../source/environment.ts';

test('UTF-8 is what LC_ALL says, else LC_CTYPE, else LANG', () => {
	expect(isUtf8({LANG: 'en_US.UTF-8'})).toBe(true);
	expect(isUtf8({LANG: 'C.utf8'})).toBe(true);
	expect(isUtf8({LANG: 'C'})).toBe(false);
	expect(isUtf8({})).toBe(false);
	expect(isUtf8({LANG: 'en_US.UTF-8', LC_CTYPE: 'C'})).toBe(false);
	expect(isUtf8({LANG: 'C', LC_CTYPE: 'C', LC_ALL: 'de_DE.UTF-8'})).toBe(true);
	expect(isUtf8({LANG: 'de_DE.UTF-8', LC_CTYPE: '', LC_ALL: ''})).toBe(true);
});

test('a terminal is dumb that says so, or nothing', () => {
	expect([{TERM: 'dumb'}, {TERM: ''}, {}, {TERM: 'xterm-256color'}].map(isDumb)).toEqual([
		true,
		true,
		true,
		false,
	]);
});

test('NO_COLOR counts where it holds anything', () => {
	expect([{}, {NO_COLOR: ''}, {NO_COLOR: '1'}, {NO_COLOR: '0'}].map(wantsColor)).toEqual([
		true,
		true,
		false,
		false,
	]);
});

test('the config file lies where XDG says, else in the home folder', () => {
	expect(configPath({XDG_CONFIG_HOME: '/etc/xdg', HOME: '/home/me'})).toBe('/etc/xdg/domtop/config.json');
	expect(configPath({XDG_CONFIG_HOME: '', HOME: '/home/me'})).toBe('/home/me/.config/domtop/config.json');
	expect(configPath({})).toMatch(/^\/.*\/\.config\/domtop\/config\.json$/);
	expect(configPath({}, () => '/home/her')).toBe('/home/her/.config/domtop/config.json');
});

test('without a home folder there is no place for a config file, unless XDG names one', () => {
	const nobody = (): string => {
		throw new Error('uv_os_homedir returned ENOENT');
	};
	expect(configPath({}, nobody)).toBe('');
	expect(configPath({HOME: ''}, () => '')).toBe('');
	expect(configPath({XDG_CONFIG_HOME: '/etc/xdg'}, nobody)).toBe('/etc/xdg/domtop/config.json');
});

test('the daemons of a user listen in the runtime folder, else in the caches; root has none of his own', () => {
	const home = () => '/home/her';
	expect(sessionFolder({XDG_RUNTIME_DIR: '/run/user/1000', HOME: '/home/me'}, 1000)).toBe('/run/user/1000');
	expect(sessionFolder({XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: '/var/tmp/me'}, 1000, home)).toBe('/var/tmp/me');
	expect(sessionFolder({XDG_RUNTIME_DIR: '', HOME: '/home/me'}, undefined)).toBe('/home/me/.cache');
	expect(sessionFolder({}, 1000, home)).toBe('/home/her/.cache');
	expect(sessionFolder({}, 1000, () => '')).toBeUndefined();
	expect(sessionFolder({XDG_RUNTIME_DIR: '/run/user/0', HOME: '/root'}, 0)).toBeUndefined();
});
