import type { ShellTexts } from '../en/shell.ts';
import { errors } from './errors.ts';
import { metrics } from './metrics.ts';

/** Japanese: one form for every number. */
export const shell: ShellTexts = {
  ...errors,
  ...metrics,
  tray: {
    collect: 'このコンピューターを収集する',
    attention: '確認が必要',
    host: '{host}：{reason}',
    offline: 'オフライン',
    open: '開く',
    sync: '今すぐ同期',
    settings: '設定',
    login: 'ログイン時に起動',
    quit: '終了',
    pause: {
      title: '通知を一時停止',
      hours: '{n}時間',
      tomorrow: '明日まで',
      end: '通知を再開',
    },
    icon: {
      title: 'アイコン',
      colour: 'カラー',
      white: '白（暗いパネル用）',
      black: '黒（明るいパネル用）',
    },
    tooltip: {
      online: '{hosts}台中{online}台がオンライン',
      alerts: 'アラート{n}件',
      failing: '{source} を読み取れません：{reason}',
      unread: '理由は不明です',
      collector: 'このコンピューターは収集されていません：{reason}',
    },
  },
  menu: {
    file: 'ファイル',
    edit: '編集',
    view: '表示',
    window: 'ウィンドウ',
    help: 'ヘルプ',
    settings: '設定',
    settingsMac: '設定…',
    sync: '今すぐ同期',
    updates: '更新を確認…',
    logs: 'ログを開く',
    about: '{app} について',
    services: 'サービス',
    hide: '{app} を隠す',
    hideOthers: 'ほかを隠す',
    unhide: 'すべてを表示',
    quit: '終了',
    quitMac: '{app} を終了',
    close: 'ウィンドウを閉じる',
    undo: '元に戻す',
    redo: 'やり直す',
    cut: '切り取り',
    copy: 'コピー',
    paste: '貼り付け',
    delete: '削除',
    selectAll: 'すべて選択',
    resetZoom: '実際のサイズ',
    zoomIn: '拡大',
    zoomOut: '縮小',
    fullScreen: '全画面表示の切り替え',
    developerTools: '開発者ツールの切り替え',
    minimize: '最小化',
    zoom: '拡大／縮小',
    front: 'すべてを手前に移動',
  },
  notice: {
    metricAt: '{metric} {value}',
    offline: {
      one: '{host} がオフラインになりました',
      many: '{n}台のホストがオフラインになりました',
      why: '{n}分間サンプルがありません。',
    },
    back: {
      one: '{host} が復帰しました',
      many: '{n}台のホストが復帰しました',
      why: 'サンプルが再び届いています。',
    },
    metric: {
      one: '{host}：{metric} {value}が{n}分間継続',
      why: 'しきい値は{threshold}です。',
      many: {
        above: '{n}台のホスト：{metric}が{threshold}を超えました',
        below: '{n}台のホスト：{metric}が{threshold}を下回りました',
      },
      manyOwn: {
        above: '{n}台のホスト：{metric}がしきい値を超えました',
        below: '{n}台のホスト：{metric}がしきい値を下回りました',
      },
      host: '{host} {value}',
    },
    hosts: { separator: '、', more: '{hosts}、ほか{n}台' },
    summary: {
      title: '不在の間の出来事',
      separator: '／',
      offlineHost: {
        back: '{host} がオフラインになり、復帰しました',
        still: '{host} がオフラインになり、今も続いています',
      },
      offline: {
        back: '{n}台のホストがオフラインになり、すべて復帰しました',
        still: '{n}台のホストがオフラインになり、今も続いています',
        some: '{hosts}台のホストがオフラインになり、{n}台は今も続いています',
      },
      alertHost: {
        above: '{host}：{metric}がしきい値を超えました',
        below: '{host}：{metric}がしきい値を下回りました',
      },
      alerts: '{metric}のアラート{n}件',
    },
  },
  app: {
    inTray: {
      title: 'Py-Perf Desktop は動作を続けています',
      text: 'トレイのアイコンから開くか、終了できます。アイコンがない場合は、もう一度起動すると開きます。',
    },
    login: {
      title: 'ログイン時の起動を変更できませんでした',
      linux: '設定フォルダーの自動起動ファイルを書き込めないか、削除できませんでした。',
      mac: '「システム設定」の「一般」＞「ログイン項目」で Py-Perf Desktop が許可されているか確認してください。',
      windows:
        'タスク マネージャーの「スタートアップ アプリ」で Py-Perf Desktop が許可されているか確認してください。',
    },
    fault: {
      title: '問題が発生しました',
      text: 'Py-Perf Desktop は動作を続けますが、再起動するまで一部が機能しない可能性があります。詳細はログにあります（ヘルプ、ログを開く）。',
    },
    logs: 'ログのフォルダーを開けませんでした。場所:',
    cannotStart: 'Py-Perf Desktop を起動できません',
  },
  updates: {
    ok: 'OK',
    notNow: '後で',
    there: {
      title: 'バージョン {version} があります',
      text: '現在のバージョンは {current} です。同意するまで何もインストールされません。',
      download: 'ダウンロード',
    },
    announced: {
      title: '{app} {version} があります',
      text: 'クリックすると次の手順が表示されます。同意するまで何もインストールされません。',
    },
    ready: {
      title: 'バージョン {version} をインストールできます',
      text: 'アプリは終了し、置き換えられ、再び起動します。「更新を確認…」でもう一度選べます。',
      install: 'インストールして再起動',
    },
    busy: {
      title: 'お待ちください',
      looking: '更新を確認しています。',
      offering: 'バージョン {version} を案内しています。',
      downloading: 'バージョン {version} をダウンロードしています。',
      installing: 'バージョン {version} をインストールできます。',
    },
    none: {
      title: '新しいバージョンはありません',
      text: '現在のバージョンは {current} です。',
    },
    failed: {
      look: '更新を確認できませんでした',
      download: 'バージョン {version} をダウンロードできませんでした',
      install: '更新をインストールできませんでした',
    },
    unable: {
      title: 'ここからは更新をインストールしません',
      source: 'このコピーはソースフォルダーから実行されています。フォルダーを更新してください。',
      package:
        'このコピーはシステムのパッケージに含まれています。更新するには新しいパッケージをインストールしてください。',
      portable: 'ポータブル版は自分自身を置き換えられません。新しいものと差し替えてください。',
      feed: 'このコピーには更新を確認するアドレスが設定されていません。',
    },
  },
};
