const two = (value: number): string => String(value).padStart(2, '0');

/** A length as a clock face shows it: "4:05", "41:12", "3 h 05". */
export function face(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}

/** An age in words: "20 s", "4 min", "3 h", "2 d". */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** A length as it is said aloud: "41 minutes". */
export function spoken(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return 'less than a minute';
  const rest = minutes < 120 ? minutes : minutes % 60;
  const last = rest === 1 ? '1 minute' : `${rest} minutes`;
  if (minutes < 120) return last;
  const hours = `${Math.floor(minutes / 60)} hours`;
  return rest === 0 ? hours : `${hours} ${last}`;
}
