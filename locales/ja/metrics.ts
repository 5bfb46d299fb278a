import type { MetricTexts } from '../texts.ts';

export const metrics: MetricTexts = {
  metric: {
    cpu: { name: 'CPU', long: 'CPU' },
    memory: { name: 'メモリ', long: 'メモリ' },
    swap: { name: 'スワップ', long: 'スワップ' },
    disk: { name: 'ディスク', long: 'ディスク（最大）' },
    load1: { name: '負荷 1分', long: '負荷 1分' },
    load5: { name: '負荷 5分', long: '負荷 5分' },
    load15: { name: '負荷 15分', long: '負荷 15分' },
    diskRead: { name: '読み込み', long: 'ディスク読み込み' },
    diskWrite: { name: '書き込み', long: 'ディスク書き込み' },
    netRx: { name: '受信', long: 'ネットワーク受信' },
    netTx: { name: '送信', long: 'ネットワーク送信' },
    temperature: { name: '温度', long: 'CPU 温度' },
    battery: { name: 'バッテリー', long: 'バッテリー' },
    processes: { name: 'プロセス数', long: 'プロセス数' },
  },
};
