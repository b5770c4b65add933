import {expect, test} from 'vitest';
import {
	cachePlace,
	configPlace,
	isDumb,
	isUtf8,
	sessionPlace,
	wantsColor,
} from '../../source/options/environment.ts';

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

const path = (...parameters: Parameters<typeof configPlace>) => configPlace(...parameters)?.path;

test('the config file lies where XDG says, else in the home folder', () => {
	expect(configPlace({XDG_CONFIG_HOME: '/etc/xdg', HOME: '/home/me'})).toEqual({
		path: '/etc/xdg/domtop/config.json',
		variable: 'XDG_CONFIG_HOME',
	});
	expect(configPlace({XDG_CONFIG_HOME: '', HOME: '/home/me'})).toEqual({
		path: '/home/me/.config/domtop/config.json',
		variable: 'HOME',
	});
	expect(path({})).toMatch(/^\/.*\/\.config\/domtop\/config\.json$/);
	expect(path({}, () => '/home/her')).toBe('/home/her/.config/domtop/config.json');
});

test('without a home folder there is no place for a config file, unless XDG names one', () => {
	const nobody = (): string => {
		throw new Error('uv_os_homedir returned ENOENT');
	};
	expect(path({}, nobody)).toBeUndefined();
	expect(path({HOME: ''}, () => '')).toBeUndefined();
	expect(path({XDG_CONFIG_HOME: '/etc/xdg'}, nobody)).toBe('/etc/xdg/domtop/config.json');
});

test('the cache lies where XDG says, else in the home folder', () => {
	const variables = {XDG_CACHE_HOME: '/var/cache/me', HOME: '/home/me'};
	expect(cachePlace(variables)).toEqual({path: '/var/cache/me/domtop', variable: 'XDG_CACHE_HOME'});
	expect(cachePlace({HOME: '/home/me'})).toEqual({path: '/home/me/.cache/domtop', variable: 'HOME'});
});

test('a path that depends on the current folder is none', () => {
	for (const relative of ['config', './config', '../config', '~/config', ' /config']) {
		const variables = {
			XDG_CONFIG_HOME: relative,
			XDG_CACHE_HOME: relative,
			XDG_RUNTIME_DIR: relative,
			HOME: '/home/me',
		};
		expect(path(variables)).toBe('/home/me/.config/domtop/config.json');
		expect(cachePlace(variables)?.path).toBe('/home/me/.cache/domtop');
		expect(sessionPlace(variables, 1000)?.path).toBe('/home/me/.cache');
		expect(path({HOME: relative}, () => relative)).toBeUndefined();
	}
});

test('the daemons of a user listen in the runtime folder, else in the caches; root has none of his own', () => {
	const folder = (...parameters: Parameters<typeof sessionPlace>) => sessionPlace(...parameters)?.path;
	const home = () => '/home/her';
	expect(folder({XDG_RUNTIME_DIR: '/run/user/1000', HOME: '/home/me'}, 1000)).toBe('/run/user/1000');
	expect(folder({XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: '/var/tmp/me'}, 1000, home)).toBe('/var/tmp/me');
	expect(folder({XDG_RUNTIME_DIR: '', HOME: '/home/me'}, 1000)).toBe('/home/me/.cache');
	expect(folder({}, 1000, home)).toBe('/home/her/.cache');
	expect(folder({}, 1000, () => '')).toBeUndefined();
	expect(folder({XDG_RUNTIME_DIR: '/run/user/0', HOME: '/root'}, 0)).toBeUndefined();
});
