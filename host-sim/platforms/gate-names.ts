/** Platforms that have a gate, in the order in which help texts name them. */
export const GATE_NAMES = ['thingsboard', 'homeassistant', 'aws', 'azure', 'aliyun', 'tencent', 'onenet', 'huawei', 'baidu', 'tuya'] as const;

export type GateName = (typeof GATE_NAMES)[number];
