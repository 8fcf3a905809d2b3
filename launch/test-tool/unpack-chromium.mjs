// Runs on the product's Node after npm has installed everything, unlike the rest of launch/.
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
