import {createStoreView} from '../../../drivers/xenstore/create-store-view.ts';
import {systemClock} from '../../../source/async/clock.ts';

/** For another user than the test's: one refresh of the root that is given, as JSON. */
const view = createStoreView({root: process.argv[2] ?? '', clock: systemClock});
await view.refresh(new AbortController().signal);
console.log(JSON.stringify({domains: [...view.domains().values()], trouble: view.trouble()}));
await view.close();
