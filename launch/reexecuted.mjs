import { endWithLauncher, enterProduct } from './enter.mjs';

endWithLauncher();
await enterProduct();
