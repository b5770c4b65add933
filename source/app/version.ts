import packageFile from '../../package.json' with {type: 'json'};

/** As package.json says. */
export const {version} = packageFile;
