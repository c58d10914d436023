"""Why the server cannot keep anything: for whoever uses it with whom to ask, and for whoever looks after it."""

from __future__ import annotations

from checklist.errors import Trouble

TROUBLES = {
    Trouble.DISK: "サーバーのディスクに空きがないため、現在は保存できません。システム管理者に、ディスクの空きを増やすよう連絡してください。",
    Trouble.LOCK: "サーバーでほかの処理がデータベースを使用しているため、現在は保存できません。数分待っても変わらないときは、システム管理者に連絡してください。",
    Trouble.RIGHTS: "サーバーにデータベースを読み書きする権限がないため、現在は保存できません。システム管理者に、ファイルとフォルダーの権限を確かめるよう連絡してください。",
    Trouble.VERSION: "データベースが新しい版のプログラムで更新されたため、このサーバーでは保存できません。システム管理者に、サーバーを新しい版で起動し直すよう連絡してください。",
    Trouble.REPLACED: "サーバーの動作中にデータベースのファイルが削除されたか、置き換えられたため、保存を止めています。システム管理者に、すぐに連絡してください。",
    Trouble.DAMAGE: "サーバーのデータベースを読み書きできないため、現在は保存できません。システム管理者に、ディスクの故障がないか確かめるよう連絡してください。",
}
"""What happened and whom to ask, for everybody who uses the server."""
TROUBLES_AT_SERVER = {
    Trouble.DISK: "ディスクに空きがありません。空きを増やしてから実行してください",
    Trouble.LOCK: "ほかの処理がデータベースを使用中です。しばらく待ってから実行してください",
    Trouble.RIGHTS: "読み書きする権限がありません。ファイルとフォルダーの権限を確かめてください",
    Trouble.VERSION: "新しい版のプログラムで作られたデータベースのため、開けません",
    Trouble.REPLACED: "動作中にデータベースのファイルが削除されたか、置き換えられました。元のファイルを戻して、サーバーを起動し直してください",
    Trouble.DAMAGE: "データベースを読み書きできません。壊れている可能性があります",
}
"""The same for whoever sits at the server; the file follows."""
