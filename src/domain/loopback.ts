/** True for the names and addresses that lead to this machine alone, as they stand in a setting or a Host header. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
