import {writeFileSync} from 'node:fs';
import {writeBriefly} from '../../../source/app/terminal/write-briefly.ts';

const [, , report = ''] = process.argv;
writeBriefly(process.stderr, `first\n${'x'.repeat(1_000_000)}`);
writeFileSync(report, 'over\n');
