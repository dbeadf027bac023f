// The Russian of the scripts, sent with Russian pages alone and before app.ts: English readers load none of it.
import twins from '../../internal/words/ru/browser.json';

(globalThis as { detenteWords?: Record<string, string> }).detenteWords = twins;
