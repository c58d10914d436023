"""設定: the region's name, limits and deadlines, who needs a second factor, how it is copied, its mail, what the database holds, and whether it is still intact."""

from __future__ import annotations

from checklist.readings import settings_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.accounts import provider_view, second_factor_view
from checklist.ui.backups import backup_view
from checklist.ui.notices import mail_view
from checklist.ui.region import settings_view

principal = session.guard("settings")
widgets.heading("設定", "地域全体に関わる設定です。変更はすべての利用者に及びます。")
with viewing(principal) as view:
    page = settings_page.read(view)

settings_view.form(principal, page.region)
settings_view.history(page.changes)
widgets.section("二段階認証")
second_factor_view.rule(principal, page.second_factor, page.today)
widgets.section("バックアップ")
backup_view.show(principal, page.backups)
widgets.section("メール")
mail_view.show(principal, page.mail)
widgets.section("認証サーバーによるログイン", "provider")
provider_view.show(principal, page.provider)
widgets.section("登録されているデータ")
settings_view.facts(page.counts, page.region)
widgets.section("改ざんと破損の確認")
settings_view.check(principal, page.head)
