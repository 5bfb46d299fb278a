import type { MetricTexts } from '../texts.ts';

/** Names and explanations of the metrics. */
export const metrics: MetricTexts = {
  metric: {
    cpu: { name: 'CPU', long: 'CPU', help: '全コアの平均。' },
    cpuCoreMax: {
      name: '最高負荷コア',
      long: '最高負荷コア',
      help: '単一スレッドのプログラムは全コアの平均では目立ちません。',
    },
    memory: {
      name: 'メモリ',
      long: 'メモリ',
      help: '使用中の割合。すぐに解放できる分を除きます。',
    },
    swap: { name: 'スワップ', long: 'スワップ', help: 'スワップ領域の使用率。' },
    disk: {
      name: 'ディスク',
      long: 'ディスク（最大）',
      help: '最も埋まったローカルのファイルシステム。',
    },
    load1: {
      name: '負荷 1分',
      long: '負荷 1分',
      help: '実行中および待機中のプロセス数、1分間の平均。',
    },
    load5: {
      name: '負荷 5分',
      long: '負荷 5分',
      help: '実行中および待機中のプロセス数、5分間の平均。',
    },
    load15: {
      name: '負荷 15分',
      long: '負荷 15分',
      help: '実行中および待機中のプロセス数、15分間の平均。',
    },
    diskRead: {
      name: '読み込み',
      long: 'ディスク読み込み',
      help: '全ローカルディスクからの読み込み、毎秒バイト数。',
    },
    diskWrite: {
      name: '書き込み',
      long: 'ディスク書き込み',
      help: '全ローカルディスクへの書き込み、毎秒バイト数。',
    },
    netRx: {
      name: '受信',
      long: 'ネットワーク受信',
      help: '全インターフェースの受信、毎秒バイト数。',
    },
    netTx: {
      name: '送信',
      long: 'ネットワーク送信',
      help: '全インターフェースの送信、毎秒バイト数。',
    },
    temperature: { name: '温度', long: 'CPU 温度', help: 'プロセッサのセンサーの値。' },
    battery: { name: 'バッテリー', long: 'バッテリー', help: 'バッテリーの残量。' },
    processes: { name: 'プロセス数', long: 'プロセス数', help: 'ホスト上のプロセスの数。' },
    cpuPressure: {
      name: 'CPU',
      long: 'CPU プレッシャー',
      help: 'プログラムがプロセッサを待った時間の割合（PSI）。',
    },
    memoryPressure: {
      name: 'メモリ',
      long: 'メモリプレッシャー',
      help: 'プログラムがメモリを待った時間の割合（PSI）。',
    },
    ioPressure: {
      name: 'I/O',
      long: 'I/O プレッシャー',
      help: 'プログラムがディスクを待った時間の割合（PSI）。',
    },
    gpu: { name: 'GPU', long: 'GPU', help: '最も使用率の高い GPU。' },
    gpuMemory: { name: 'GPU メモリ', long: 'GPU メモリ', help: 'その GPU のメモリ使用率。' },
    gpuTemperature: { name: 'GPU 温度', long: 'GPU 温度', help: 'その GPU のセンサーの値。' },
    failedServices: {
      name: '失敗したサービス',
      long: '失敗したサービス',
      help: '失敗した systemd ユニットの数。1時間ごとに数えます。',
    },
    failingDisks: {
      name: '故障ディスク',
      long: '故障のおそれがあるディスク',
      help: '自己診断（SMART）で異常を報告しているディスクの数。1時間ごとに確認します。',
    },
    diskWear: {
      name: 'ディスク消耗',
      long: 'ディスクの消耗度',
      help: '最も消耗したディスクが寿命をどれだけ使ったか（SMART）。1時間ごとに確認します。',
    },
    customBeyond: {
      name: '上限・下限超え',
      long: 'しきい値を超えたカスタムメトリック',
      help: '他のプログラムの数値のうち、設定したしきい値を超えたものの数。',
    },
    uptime: { name: '稼働時間', long: '稼働時間', help: '前回のシステム起動からの時間。' },
  },
};
