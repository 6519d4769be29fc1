"""From drawn labels to a model that is used: the wizard's pages by their widgets, with the real engine process."""

from __future__ import annotations

import csv
import os
import signal
import threading
import time

import pytest
from discs import middle, write_discs
from dock_world import engine_pids
from landslide_mapper.landslide_plugin.common.model_card import read_card
from landslide_mapper.landslide_plugin.common.parameters import TrainParameters
from landslide_mapper.landslide_plugin.gui.training import curves
from landslide_mapper.landslide_plugin.gui.training import training as module
from landslide_mapper.landslide_plugin.gui.training.choices import is_taken
from landslide_mapper.landslide_plugin.gui.training.files import TrainingFiles, interrupted_trainings
from landslide_mapper.landslide_plugin.worker.session import TRAINING, session
from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QGraphicsView, QMessageBox, QTableWidget, QWizard
from wizard_world import MODEL, add, after_epochs, begin, go_to_summary, label, open_wizard, press, settle, teach_world

EPOCH = {"epoch": 1, "loss": 0.5, "validation_loss": 0.25, "iou": 0.125, "f1": 0.75, "learning_rate": 2e-4}


@pytest.fixture
def teach(engine_home, qgis_app, errors_in_slots):
    with teach_world(engine_home) as made:
        yield made


@pytest.fixture
def labels(teach, tmp_path):
    return label(teach, tmp_path)


def test_a_name_that_was_typed_is_kept_and_a_proposal_follows_the_image(teach, labels, tmp_path):
    wizard = open_wizard(teach)
    title, row = wizard.model_page.titleEdit, wizard.data_page.rows[0]

    def come_back():
        press(wizard, QWizard.WizardButton.BackButton)
        press(wizard, QWizard.WizardButton.NextButton)

    press(wizard, QWizard.WizardButton.NextButton)
    assert title.text() == MODEL
    row.image.setLayer(teach.add_image(write_discs(tmp_path / "valley.tif")))
    come_back()
    assert title.text() == "Landslides of valley"
    title.setText("Hindu Kush 2024")
    come_back()
    assert title.text() == "Hindu Kush 2024"
    title.clear()
    come_back()
    assert title.text() == "Landslides of valley"
    wizard.close()


def test_from_the_labels_to_a_model_that_is_used(teach, labels, engine_home, wait_for, tmp_path):
    made, wanted = [], []
    teach.page.training.model_made.connect(lambda: made.append(True))
    teach.page.training.model_wanted.connect(wanted.append)
    wizard = open_wizard(teach)
    assert wizard.data_page.note.text().startswith("25 landslides drawn; ")
    go_to_summary(wizard, wait_for)
    told = wizard.summary_page.planView.toPlainText()
    assert "landslides to learn from" in told and "Up to 2 epochs" in told and "Landslides_of_hillside" in told
    assert "All labels are on one image" in told
    assert not list((engine_home / "models").glob("Landslides_of*")), "a plan leaves nothing behind"
    press(wizard, QWizard.WizardButton.CommitButton)
    training = teach.page.training.training
    assert wizard.run_page.pauseButton.isVisible() and teach.page.trainButton.text() == "Show the training…"
    wait_for(lambda: not training.running, 120)
    assert training.error is None, training.error
    assert [one["epoch"] for one in training.epochs] == [1, 2]
    assert made == [True]
    run = wizard.run_page
    assert not run.pauseButton.isVisible() and run.strip.is_shown
    told = run.outcome.text()
    assert "Before" in told and "After" in told
    card = read_card(engine_home / "models" / "Landslides_of_hillside.safetensors")
    assert (card.title, card.parent, card.data[0]["landslides"]) == (MODEL, "discs", 25)
    run.export(tmp_path / "curves.png")
    assert QImage(str(tmp_path / "curves.png")).width() > 300
    run.export(tmp_path / "curves.csv")
    with (tmp_path / "curves.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert [float(row["iou"]) for row in rows] == [one["iou"] for one in training.epochs]
    run.useButton.click()
    assert wanted == ["Landslides_of_hillside"] and not wizard.isVisible()
    assert interrupted_trainings() == []
    wizard = open_wizard(teach)
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.model_page.titleEdit.text() == MODEL + " 2", "no model is ever overwritten"


def test_a_closed_wizard_leaves_the_training_running_and_is_shown_again(teach, labels, wait_for):
    wizard, training = begin(teach, wait_for, epochs=500)
    after_epochs(training, wait_for)
    press(wizard, QWizard.WizardButton.FinishButton)
    assert not wizard.isVisible()
    known = len(training.epochs)
    after_epochs(training, wait_for, known + 1)
    assert teach.page.trainNote.text().startswith(MODEL + ": Epoch ")
    assert len(engine_pids()) >= 1
    session().call("models", {})  # another job does not wait for the training
    assert training.running
    teach.page.trainButton.click()
    assert wizard.isVisible() and teach.page.training.wizard is wizard
    wizard.run_page.pauseButton.click()
    assert wizard.run_page.pauseButton.text() == "Resume" and "paused" in teach.page.trainNote.text()
    settle(wait_for, 1.0)
    known = len(training.epochs)
    settle(wait_for, 1.5)
    assert len(training.epochs) == known
    wizard.close()
    wizard.run_page.pauseButton.click()
    after_epochs(training, wait_for, known + 1)
    wizard.run_page.finishButton.click()
    wait_for(lambda: not training.running, 60)
    assert training.result["stopped"].startswith("Stopped as asked")
    assert teach.said("The model 'Landslides of hillside' is trained: IoU ")
    assert teach.button("Use it now") is not None


def test_a_cancelled_training_ends_within_a_second_and_can_be_gone_on_with(teach, labels, engine_home, wait_for):
    wizard, training = begin(teach, wait_for, epochs=500)
    after_epochs(training, wait_for, 2)
    started = time.monotonic()
    wizard.run_page.cancelButton.click()
    wait_for(lambda: not training.running, 10)
    assert time.monotonic() - started < 1.5
    assert not (engine_home / "models" / "Landslides_of_hillside.safetensors").exists()
    wait_for(lambda: teach.page.resumeButton.isVisible(), 10)
    assert wizard.run_page.problem.text().startswith("Cancelled.")
    assert "was interrupted after" in teach.page.trainNote.text()
    known = len(training.epochs)
    teach.page.resumeButton.click()
    again = teach.page.training.training
    assert len(again.epochs) == known, "its curves are as they were"
    after_epochs(again, wait_for, known + 1)
    assert [one["epoch"] for one in again.epochs] == list(range(1, len(again.epochs) + 1))
    teach.page.training.wizard.run_page.cancelButton.click()
    wait_for(lambda: not again.running, 10)
    wait_for(lambda: teach.page.discardButton.isVisible(), 10)
    settle(wait_for, 1)
    files = again.files
    elsewhere = files.lock
    assert elsewhere.tryLock(0)  # as a second QGIS does that trains it
    assert interrupted_trainings() == [], "it is under way elsewhere"
    elsewhere.unlock()
    assert [one.name for one in interrupted_trainings()] == [files.name]

    def answer(button):
        question = QApplication.activeModalWidget()
        assert f"Discard the training '{files.name}'?" in question.text()
        question.button(button).click()

    QTimer.singleShot(0, lambda: answer(QMessageBox.StandardButton.No))
    teach.page.discardButton.click()
    assert files.checkpoint.exists() and teach.page.resumeButton.isVisible()
    QTimer.singleShot(0, lambda: answer(QMessageBox.StandardButton.Yes))
    teach.page.discardButton.click()
    assert interrupted_trainings() == [] and not teach.page.resumeButton.isVisible()


def test_labels_may_be_edited_and_saved_while_a_training_runs_and_it_can_be_gone_on_with(teach, labels, wait_for):
    wizard, training = begin(teach, wait_for, epochs=500)
    after_epochs(training, wait_for)
    copy = training.files.model.with_suffix(".labels.gpkg")
    before = copy.read_bytes()
    labels.startEditing()
    assert labels.deleteFeatures(labels.allFeatureIds()[:5]) and labels.commitChanges()
    wizard.run_page.cancelButton.click()
    wait_for(lambda: teach.page.resumeButton.isVisible(), 30)
    known = len(training.epochs)
    teach.page.resumeButton.click()
    again = teach.page.training.training
    after_epochs(again, wait_for, known + 1)
    assert copy.read_bytes() == before
    again.cancel()
    wait_for(lambda: teach.page.discardButton.isVisible(), 30)
    again.files.discard()
    assert not list(copy.parent.glob("Landslides_of*")), "its working files go together"


@pytest.fixture
def no_room(engine_home, monkeypatch):
    """Lets the state of the training not be written; its files are looked at after a second."""
    monkeypatch.setattr(module, "UNWINDING_TRAINING", 1.0)
    folder = engine_home / "models" / "Landslides_of_hillside.checkpoint.unfinished"
    folder.mkdir()
    yield
    folder.rmdir()


@pytest.mark.parametrize("how", ["cancelled", "crashed"])
def test_a_state_that_cannot_be_saved_is_told_and_what_was_learned_keeps_its_files(
    teach, labels, no_room, wait_for, how
):
    wizard, training = begin(teach, wait_for, epochs=500)
    after_epochs(training, wait_for)
    wait_for(lambda: "could not be saved" in wizard.run_page.stateNote.text(), 30)
    assert "there is none to go on from: make room." in teach.page.trainNote.text()
    if how == "cancelled":
        wizard.run_page.cancelButton.click()
    else:
        for pid in engine_pids():
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not training.running, 30)
    settle(wait_for, 4)
    assert training.files.configuration.exists() and training.files.epochs()
    assert interrupted_trainings() == []


def test_a_training_that_was_cancelled_before_it_began_leaves_nothing_behind(
    teach, labels, wait_for, monkeypatch, tmp_path
):
    monkeypatch.setattr(module, "UNWINDING_TRAINING", 1.0)
    wizard = open_wizard(teach)
    go_to_summary(wizard, wait_for)
    wizard.write(tmp_path / "other.toml")
    other, begun = TrainParameters(str(tmp_path / "other.toml")).to_dict(), threading.Event()

    def keep_the_engine_busy():
        session().call("plan_training", other, lambda _: begun.set(), process=TRAINING)

    busy = threading.Thread(target=keep_the_engine_busy)
    busy.start()
    assert begun.wait(60)
    press(wizard, QWizard.WizardButton.CommitButton)
    training = teach.page.training.training
    assert training.files.configuration.exists()
    wizard.run_page.cancelButton.click()
    assert wizard.run_page.stateNote.text() == "Cancelling…"
    wait_for(lambda: not training.running, 10)
    wait_for(lambda: not training.files.configuration.exists(), 10)
    busy.join()


def test_the_name_of_a_training_that_failed_before_its_first_epoch_is_free_again(teach, labels, wait_for, monkeypatch):
    monkeypatch.setattr(module, "UNWINDING_TRAINING", 1.0)
    _, training = begin(teach, wait_for)
    wait_for(lambda: training.progress.fraction > 0, 60)
    for engine in engine_pids():
        os.kill(engine, signal.SIGKILL)
    wait_for(lambda: not training.running, 30)
    assert training.error is not None and not training.epochs
    wait_for(lambda: not training.files.configuration.exists(), 10)
    training.files.configuration.write_text("")  # as QGIS leaves it where it crashes itself
    assert not is_taken(training.files.name), "nothing can be gone on with"
    teach.page.training.wizard.close()
    wizard = open_wizard(teach)
    go_to_summary(wizard, wait_for)
    assert wizard.model_page.choice().file == training.files.model


def test_a_failed_training_does_not_clear_away_the_next_of_its_name(teach, labels, wait_for, monkeypatch):
    monkeypatch.setattr(module, "UNWINDING_TRAINING", 0.0)
    _, failed = begin(teach, wait_for, epochs=500)
    wait_for(lambda: failed.progress.fraction > 0, 60)
    for engine in engine_pids():
        os.kill(engine, signal.SIGKILL)
    wait_for(lambda: not failed.running, 30)
    failed._tidying.stop()  # its look comes a moment later
    teach.page.training.wizard.close()
    _, again = begin(teach, wait_for, epochs=500)
    assert again.files == failed.files
    failed._tidy()
    assert again.files.configuration.exists()
    again.cancel()
    wait_for(lambda: not again.running, 30)
    settle(wait_for, 3)


def test_a_name_that_another_window_has_taken_meanwhile_is_left_alone(teach, labels, wait_for):
    wizard = open_wizard(teach)
    go_to_summary(wizard, wait_for, epochs=500)
    files = TrainingFiles(wizard.model_page.choice().file)
    elsewhere = files.lock
    assert elsewhere.tryLock(0)
    for file in (files.configuration, files.checkpoint):
        file.write_text("of the other window")
    press(wizard, QWizard.WizardButton.CommitButton)
    assert wizard.summary_page.problem.text().startswith("Another QGIS window trains 'Landslides_of_hillside' now")
    elsewhere.unlock()
    press(wizard, QWizard.WizardButton.CommitButton)
    assert wizard.summary_page.problem.text().startswith("There is a model or a training of this name already")
    assert files.configuration.read_text() == "of the other window"
    assert not files.is_under_way, "the name is given back"
    files.checkpoint.unlink()
    press(wizard, QWizard.WizardButton.CommitButton)
    assert wizard.currentPage() is wizard.run_page and files.is_under_way
    teach.page.training.training.cancel()
    wait_for(lambda: not teach.page.training.training.running, 30)


def test_a_further_band_of_the_images_can_be_learned_and_is_missed_where_it_is_not_there(teach, labels, wait_for):
    wizard = open_wizard(teach)
    model = wizard.model_page
    press(wizard, QWizard.WizardButton.NextButton)
    assert model.choice().bands is None, "the model's own"
    model.bandsCombo.setCurrentIndex(model.bandsCombo.findText("red, green, blue, near infrared"))
    assert model.choice().bands == ("red", "green", "blue", "nir")
    model.scratchRadio.setChecked(True)
    assert model.choice().bands is None, "another start, the usual bands"
    model.bandsCombo.setCurrentIndex(1)
    assert model.choice().bands == ("red", "green", "blue", "nir")
    press(wizard, QWizard.WizardButton.NextButton)
    press(wizard, QWizard.WizardButton.NextButton)
    wait_for(lambda: not wizard.summary_page.is_planning, 120)
    assert "has 3 bands and the model reads 4" in wizard.summary_page.problem.text()
    assert not wizard.summary_page.isComplete()


def test_labels_that_are_not_saved_are_told_on_the_page(teach, labels):
    labels.startEditing()
    add(labels, QgsGeometry.fromPointXY(QgsPointXY(*middle((300, 200, 5)))).buffer(3, 4))
    wizard = open_wizard(teach)
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is wizard.data_page
    assert "edits that are not saved yet" in wizard.data_page.problem.text()
    assert labels.rollBack()
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is wizard.model_page and not wizard.data_page.problem.text()


def test_labels_that_are_not_saved_can_be_saved_on_the_page(teach, labels):
    before = labels.dataProvider().featureCount()
    wizard = open_wizard(teach)
    assert wizard.data_page.saveButton.isHidden()
    wizard.close()
    labels.startEditing()
    add(labels, QgsGeometry.fromPointXY(QgsPointXY(*middle((300, 200, 5)))).buffer(3, 4))
    wizard = open_wizard(teach)
    assert not wizard.data_page.saveButton.isHidden()
    wizard.data_page.saveButton.click()
    assert wizard.data_page.saveButton.isHidden() and not wizard.data_page.problem.text()
    assert labels.dataProvider().featureCount() == before + 1 and labels.isEditable()
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is wizard.model_page


def test_labels_without_landslides_and_missing_labels_are_told_on_the_page(teach, tmp_path):
    teach.show()
    wizard = open_wizard(teach)
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.data_page.problem.text().startswith("There is no image to read")
    wizard.close()
    teach.add_image(write_discs(tmp_path / "hillside.tif"))
    wizard = open_wizard(teach)
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.data_page.problem.text().startswith("There are no labels")
    wizard.close()
    teach.page.make_labels(tmp_path / "labels.gpkg")
    assert teach.page.labels().commitChanges()
    wizard = open_wizard(teach)
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.data_page.problem.text().startswith("No landslide is drawn")
    wizard.data_page.addButton.click()
    assert len(wizard.data_page.rows) == 2
    wizard.data_page.rows[0].remove.click()
    assert len(wizard.data_page.rows) == 1 and not wizard.data_page.rows[0].remove.isEnabled()


def test_the_values_of_the_epoch_under_the_pointer_are_told(qgis_app):
    pytest.importorskip("pyqtgraph", exc_type=ImportError)
    shown = curves.Curves()
    shown.resize(500, 500)
    shown.show()
    shown.show_epochs([{**EPOCH, "epoch": number} for number in (1, 2, 3)], 2, 3)
    QCoreApplication.processEvents()
    (view,) = shown.findChildren(QGraphicsView)
    QTest.mouseMove(view.viewport(), view.viewport().rect().center())
    QCoreApplication.processEvents()
    assert shown.note.text() == (
        "Epoch 2 · Training loss 0.500 · Validation loss 0.250 · IoU 0.125 · F1 0.750 · Learning rate 2.0e-04"
    )
    shown.deleteLater()


def test_without_pyqtgraph_the_numbers_are_shown(qgis_app, monkeypatch):
    monkeypatch.setattr(curves, "import_pyqtgraph", lambda: (None, "No module named 'pyqtgraph'"))
    shown = curves.Curves()
    shown.show_epochs([EPOCH], 1, 2)
    table = shown.findChild(QTableWidget)
    assert [table.item(0, column).text() for column in range(6)] == ["1", "0.500", "0.250", "0.125", "0.750", "2.0e-04"]
    assert "No module named 'pyqtgraph'" in shown.note.text()
    shown.deleteLater()
